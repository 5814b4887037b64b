import * as lucide from "lucide-react";
import { expect, test } from "vitest";
import { drawn } from "./icon";

test("every icon of the package has its drawing where ui/icon.tsx takes it from", () => {
  const icons = Object.entries(lucide).filter(([name]) => /^[A-Z]/.test(name) && !/^(Lucide|Icon$|DynamicIcon)/.test(name));
  expect(icons.length).toBeGreaterThan(1000);
  for (const [name, icon] of icons) expect(drawn(icon as lucide.LucideIcon), name).toMatch(/^(<[a-z]+( [a-z0-9-]+="[^"<>&]*")+\/>)+$/);
});

import { expect, test } from "vitest";
import { boot } from "./boot";

test("each part has a task of its own, the start comes last", async () => {
  const seen: string[] = [];
  const part = (name: string) => () => { seen.push(name); setTimeout(() => seen.push(`a touch after ${name}`)); };
  await new Promise<void>((hydrated) => boot((hydrate) => hydrate(), [part("a"), part("b")], hydrated));
  expect(seen).toEqual(["a", "a touch after a", "b", "a touch after b"]);
});

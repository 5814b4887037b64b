import { X } from "lucide-react";
import type { ReactNode } from "react";
import { Icon } from "./icon";

export const chipClass = (chosen = false) =>
  `inline-flex min-h-9 items-center gap-2 rounded-pill border px-3.5 text-sm font-medium max-md:min-h-11 ${chosen ? "border-leaf bg-leaf-wash text-leaf-strong" : "border-line bg-surface text-ink hover:border-ink"}`;

/** A chosen value that a press removes: the inside of a link or a button with chipClass(true). */
export function RemovableChip({ children }: { children: ReactNode }) {
  return <>{children}<Icon of={X} size={15} /></>;
}

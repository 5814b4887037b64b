import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { Icon } from "./icon";

export type Tone = "leaf" | "amber" | "danger" | "sky" | "beet" | "soil" | "plain" | "muted";
const tones: Record<Tone, string> = {
  leaf: "bg-leaf-wash text-leaf-strong",
  amber: "bg-sun-wash text-amber-text",
  danger: "bg-danger-wash text-danger",
  sky: "bg-sky-wash text-sky",
  beet: "bg-beet-wash text-beet",
  soil: "bg-soil-wash text-soil",
  plain: "border border-line bg-surface text-ink",
  muted: "bg-sunken text-muted",
};

/** A state in icon and word, never in colour alone. */
export function Badge({ tone = "plain", icon, children, className = "" }: { tone?: Tone; icon?: LucideIcon; children: ReactNode; className?: string }) {
  return (
    <span className={`inline-flex min-h-6 items-center gap-1.5 rounded-mark px-1.5 text-xs font-semibold whitespace-nowrap ${tones[tone]} ${className}`}>
      {icon && <Icon of={icon} size={14} />}
      {children}
    </span>
  );
}

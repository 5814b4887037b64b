// lucide, at the stroke of the design. Icons are decoration beside words; a control that has only an icon names itself.
import type { LucideIcon } from "lucide-react";

export function Icon({ of: Glyph, size = 18, className = "" }: { of: LucideIcon; size?: number; className?: string }) {
  return <Glyph size={size} strokeWidth={size > 22 ? 1.6 : 1.8} aria-hidden className={`shrink-0 ${className}`} />;
}

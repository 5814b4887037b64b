import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { Icon } from "./icon";

const tones = { sky: "bg-sky-wash text-ink", amber: "bg-sun-wash text-ink", danger: "bg-danger-wash text-ink", leaf: "bg-leaf-wash text-ink", plain: "bg-sunken text-ink" } as const;
const iconTones = { sky: "text-sky", amber: "text-amber-text", danger: "text-danger", leaf: "text-leaf", plain: "text-muted" } as const;

/** The page's own state, at the top of what it concerns; stays until the cause is gone. */
export function Banner({ tone = "sky", icon, children, action, alert, className = "" }: { tone?: keyof typeof tones; icon: LucideIcon; children: ReactNode; action?: ReactNode; alert?: boolean; className?: string }) {
  return (
    <div role={alert ? "alert" : undefined} className={`flex items-start gap-3 rounded-control px-4 py-3 ${tones[tone]} ${className}`}>
      <Icon of={icon} size={18} className={`mt-0.5 ${iconTones[tone]}`} />
      <div className="min-w-0 grow">{children}</div>
      {action && <div className="shrink-0 font-semibold">{action}</div>}
    </div>
  );
}

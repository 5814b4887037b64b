import { CircleCheck, CircleDashed } from "lucide-react";
import { Icon } from "@/ui/icon";

export interface CheckRow {
  id: string;
  text: string;
  met: boolean;
  /** Where it is mended. */
  href?: string;
  note?: string;
}

/** What is there and what is still missing, in icon and word. */
export function Checklist({ rows, met, missing }: { rows: readonly CheckRow[]; met: string; missing: string }) {
  return (
    <ul>
      {rows.map((row) => (
        <li key={row.id} className="flex gap-2.5 border-b border-hair py-2 last:border-0">
          <Icon of={row.met ? CircleCheck : CircleDashed} size={18} className={`mt-0.5 ${row.met ? "text-leaf" : "text-amber-text"}`} />
          <span className="min-w-0 text-sm">
            <span className="sr-only">{row.met ? met : missing}: </span>
            {!row.met && row.href ? <a href={row.href} className="font-medium text-ink underline decoration-line underline-offset-4 hover:decoration-ink">{row.text}</a> : <span className={row.met ? "text-muted" : "font-medium"}>{row.text}</span>}
            {row.note && <span className="block text-muted">{row.note}</span>}
          </span>
        </li>
      ))}
    </ul>
  );
}

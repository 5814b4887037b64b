import { KeyRound, Pencil, Plus, ShieldCheck, Trash2, UserRound } from "lucide-react";
import { changesOf } from "@/features/audit/changes";
import { clock, monthDay } from "@/lib/format/dates";
import type { Schema } from "@/lib/api/types";
import { getLocale, getT } from "@/lib/i18n";
import { Icon } from "@/ui/icon";
import { Link } from "@/ui/link";
import { Code, queryOf, rowLink } from "./parts";

type Entry = Schema<"AuditEntry">;
const icons = { created: Plus, changed: Pencil, removed: Trash2 } as const;

/** The subject's own page, where the tower has one. */
export function subjectHref(entry: Entry): string {
  const { collection, subject } = entry;
  if (subject.startsWith("usr_")) return `/tower/users/${subject}`;
  if (subject.startsWith("ord_")) return `/tower/orders/${subject}`;
  if (subject.startsWith("opr_")) return `/tower/work/${subject}`;
  return `/tower/audit${queryOf({ collection, subject })}`;
}

export async function AuditLine({ entry }: { entry: Entry }) {
  const [t, locale] = [await getT("tower"), await getLocale()];
  const fields = changesOf(entry.before, entry.after).map((change) => change.field);
  return (
    <li className="flex gap-x-3 border-b border-hair py-2 last:border-0">
      <time dateTime={entry.at} className="w-24 shrink-0 font-mono text-sm leading-5.5 text-muted max-md:w-16">{clock(locale, entry.at)}<span className="block text-xs md:hidden">{monthDay(locale, entry.at.slice(0, 10))}</span></time>
      <Icon of={entry.role === "admin" ? ShieldCheck : entry.api_key ? KeyRound : icons[entry.action] ?? UserRound} size={16} className={`mt-0.5 ${entry.action === "removed" ? "text-danger" : entry.role === "admin" ? "text-leaf" : "text-muted"}`} />
      <p className="min-w-0"><Link href={`/tower/audit${queryOf({ subject: entry.subject })}#${entry.id}`} className={rowLink}>{entry.operation}</Link> <span className="text-muted">{t(`action_${entry.action}`)}</span> <Link href={subjectHref(entry)} className="underline-offset-4 hover:underline"><Code>{entry.subject}</Code></Link>{fields.length > 0 && <span className="text-muted max-md:hidden"> · {fields.slice(0, 4).join(", ")}{fields.length > 4 ? ` +${fields.length - 4}` : ""}</span>}</p>
    </li>
  );
}

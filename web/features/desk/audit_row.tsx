import { ChangeTable } from "@/features/audit/change_table";
import { changesOf } from "@/features/audit/changes";
import type { Schema } from "@/lib/api/types";
import { moment } from "@/lib/format/dates";
import { getLocale, getT } from "@/lib/i18n";
import { Link } from "@/ui/link";
import { authorOf, subjectOf, type AuditNames } from "./audit_names";

/** One change: who, what and when in a line; before and after open on demand, also without a script. */
export async function AuditRow({ entry, names, timeZone }: { entry: Schema<"AuditEntry">; names: AuditNames; timeZone: string }) {
  const [t, locale] = [await getT("deskMore"), await getLocale()];
  const changes = changesOf(entry.before, entry.after);
  const author = authorOf(entry, names);
  const subject = subjectOf(entry, names);
  const who = author.by === "person" ? author.name : author.by === "key" ? t("auditKey", { name: author.name }) : t(author.by === "shop" ? "auditShop" : author.by === "gone" ? "auditGone" : "auditKeyGone");
  return (
    <li className="border-b border-hair">
      <details className="group">
        <summary className="grid min-h-11.5 list-none items-baseline gap-x-4 py-2.5 hover:bg-sunken md:grid-cols-[9rem_minmax(0,1fr)_auto] [&::-webkit-details-marker]:hidden">
          <time dateTime={entry.at} className="text-sm text-muted">{moment(locale, entry.at, timeZone)}</time>
          <span className="min-w-0 [overflow-wrap:anywhere]"><span aria-hidden className="mr-1.5 inline-block w-2 text-muted transition-transform group-open:rotate-90">›</span><span className="font-semibold">{who}</span> {t(`did_${entry.action}`)} {t(`what_${subject.kind}`)}{subject.name && <> <span className="font-semibold">{subject.name}</span></>}</span>
          <span className="text-sm text-muted max-md:hidden">{t("auditFields", { n: changes.length })}</span>
        </summary>
        <div className="pt-1 pb-5 md:pl-[10rem]">
          {(subject.href || entry.address) && (
            <p className="mb-2 flex flex-wrap gap-x-6 gap-y-1 text-sm">
              {subject.href && <Link href={subject.href} className="font-semibold text-leaf hover:underline">{t("auditSee")}</Link>}
              {entry.address && <span className="text-muted">{t("auditFrom")} <span className="font-mono">{entry.address}</span></span>}
            </p>
          )}
          {changes.length === 0 ? <p className="text-muted">{t("auditNoFields")}</p> : <ChangeTable changes={changes} words={{ label: t("beforeAfter"), field: t("auditField"), before: t("before"), after: t("after") }} />}
        </div>
      </details>
    </li>
  );
}

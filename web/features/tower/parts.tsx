import { ArrowRight, Download } from "lucide-react";
import type { ReactNode } from "react";
import { getLocale, getT } from "@/lib/i18n";
import { localePath } from "@/lib/i18n/path";
import { buttonClass } from "@/ui/button";
import { inputClass } from "@/ui/field";
import { Icon } from "@/ui/icon";
import { Link } from "@/ui/link";

export const textLink = "font-semibold text-leaf underline-offset-4 hover:underline";
export const rowLink = "rounded-mark font-semibold text-ink underline-offset-4 hover:text-leaf hover:underline";

/** The head of a list or of one thing: what it is, what to know, what to do. */
export function Head({ title, lead, children, back }: { title: ReactNode; lead?: ReactNode; children?: ReactNode; back?: { href: string; text: string } }) {
  return (
    <div className="flex flex-wrap items-end justify-between gap-x-8 gap-y-3 border-b border-hair px-4 py-5 md:px-7">
      <div className="min-w-0">
        {back && <Link href={back.href} className="mb-1 inline-flex min-h-8 items-center text-sm font-semibold text-leaf underline-offset-4 hover:underline max-md:min-h-11">{back.text}</Link>}
        <h1 className="text-xl font-semibold [overflow-wrap:anywhere]">{title}</h1>
        {lead && <div className="measure mt-1 text-muted">{lead}</div>}
      </div>
      {children && <div className="flex flex-wrap items-center gap-2">{children}</div>}
    </div>
  );
}

/** A part of a page between 1 px lines, never a card. */
export function Panel({ id, title, note, link, children, className = "", level = 2 }: { id?: string; title: ReactNode; note?: ReactNode; link?: ReactNode; children: ReactNode; className?: string; level?: 2 | 3 }) {
  const Heading = level === 2 ? "h2" : "h3";
  return (
    <section id={id} className={`min-w-0 px-4 py-6 md:px-7 ${className}`}>
      <div className="mb-3 flex flex-wrap items-baseline gap-x-2.5 gap-y-1">
        <Heading className="font-semibold">{title}</Heading>
        {note && <span className="text-sm text-muted">{note}</span>}
        {link && <span className="ml-auto">{link}</span>}
      </div>
      {children}
    </section>
  );
}

export function Facts({ rows, className = "" }: { rows: readonly (readonly [ReactNode, ReactNode] | null | false | undefined)[]; className?: string }) {
  return (
    <dl className={`grid grid-cols-[minmax(6.5rem,auto)_1fr] gap-x-5 ${className}`}>
      {rows.filter((row): row is readonly [ReactNode, ReactNode] => Boolean(row)).map(([name, value], i) => (
        <div key={i} className="col-span-2 grid grid-cols-subgrid border-b border-hair py-2 last:border-0">
          <dt className="text-muted">{name}</dt>
          <dd className="min-w-0 [overflow-wrap:anywhere]">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

export const Code = ({ children, className = "" }: { children: ReactNode; className?: string }) => <span className={`font-mono text-sm font-normal [overflow-wrap:anywhere] ${className}`}>{children}</span>;

/** Lists in one strip above the list, the shown one marked. */
export async function Strip({ label, items }: { label: string; items: readonly { href: string; text: ReactNode; here: boolean; count?: ReactNode }[] }) {
  return (
    <nav aria-label={label} className="scroll-strip flex gap-5 overflow-x-auto border-b border-hair px-4 md:px-7">
      {items.map((item) => (
        <Link key={item.href} href={item.href} aria-current={item.here ? "page" : undefined} className="inline-flex min-h-11 shrink-0 items-center gap-1.5 border-b-2 border-transparent text-muted hover:text-ink aria-[current]:border-leaf aria-[current]:font-semibold aria-[current]:text-ink">
          {item.text}{item.count !== undefined && <span className="text-sm">{item.count}</span>}
        </Link>
      ))}
    </nav>
  );
}

/** A form that asks: what it asks stands in the address. */
export async function Filters({ action, children, clear }: { action: string; children: ReactNode; clear?: boolean }) {
  const [t, locale] = [await getT("tower"), await getLocale()];
  return (
    <form role="search" action={localePath(locale, action)} className="flex flex-wrap items-end gap-3 border-b border-hair px-4 py-4 md:px-7">
      {children}
      <button type="submit" className={buttonClass("secondary", "medium")}>{t("show")}</button>
      {clear && <Link href={action} className={buttonClass("quiet", "medium", "px-2")}>{t("clear")}</Link>}
    </form>
  );
}

export function FilterField({ name, label, className = "", options, ...rest }: { name: string; label: string; className?: string; options?: readonly (readonly [string, string])[]; type?: string; defaultValue?: string; placeholder?: string }) {
  return (
    <div className={`min-w-0 ${className}`}>
      <label htmlFor={`f-${name}`} className="mb-1 block text-sm text-muted">{label}</label>
      {options ? (
        <select id={`f-${name}`} name={name} className={`${inputClass} pr-8`} defaultValue={rest.defaultValue}>{options.map(([value, text]) => <option key={value} value={value}>{text}</option>)}</select>
      ) : <input id={`f-${name}`} name={name} className={inputClass} {...rest} />}
    </div>
  );
}

/** A query of the API as an address; what is empty is left out. */
export function queryOf(values: Record<string, string | string[] | undefined>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    for (const one of Array.isArray(value) ? value : [value]) if (one) query.append(name, one);
  }
  const text = query.toString();
  return text ? `?${text}` : "";
}

/** The list as a file, all of it, as it is filtered. */
export async function CsvLink({ path, query = {}, name }: { path: string; query?: Record<string, string | string[] | undefined>; name: string }) {
  const t = await getT("tower");
  return <a href={`${path}${queryOf({ ...query, format: "csv" })}`} download={`${name}.csv`} className={buttonClass("secondary", "small")}><Icon of={Download} size={16} />{t("csv")}</a>;
}

export async function Pager({ path, query, next, cursor }: { path: string; query: Record<string, string | undefined>; next?: string; cursor?: string }) {
  const t = await getT("tower");
  if (!next && !cursor) return null;
  return (
    <nav aria-label={t("pages")} className="mt-4 flex flex-wrap gap-3">
      {cursor && <Link href={`${path}${queryOf(query)}`} className={buttonClass("secondary", "small")}>{t("firstPage")}</Link>}
      {next && <Link href={`${path}${queryOf({ ...query, cursor: next })}`} className={buttonClass("secondary", "small")}>{t("nextPage")}<Icon of={ArrowRight} size={16} /></Link>}
    </nav>
  );
}

/** Nothing to show, said in one sentence, with what follows from it. */
export function Nothing({ title, children }: { title: ReactNode; children?: ReactNode }) {
  return <div className="py-8"><p className="font-semibold">{title}</p>{children && <div className="measure mt-1 text-muted">{children}</div>}</div>;
}

/** A thing that is done seldom or not undone: its form opens on demand, also without a script. */
export function Fold({ summary, children, danger }: { summary: ReactNode; children: ReactNode; danger?: boolean }) {
  return (
    <details className="group border-b border-hair last:border-0">
      <summary className={`flex min-h-11 list-none items-center gap-2 font-semibold underline-offset-4 hover:underline [&::-webkit-details-marker]:hidden ${danger ? "text-danger" : "text-leaf"}`}>
        <span aria-hidden className="inline-block w-3 transition-transform group-open:rotate-90">›</span>{summary}
      </summary>
      <div className="pt-1 pb-5">{children}</div>
    </details>
  );
}

export type Search = Promise<Record<string, string | string[] | undefined>>;
export async function asked(search: Search): Promise<(name: string) => string | undefined> {
  const values = await search;
  return (name) => { const value = values[name]; return (Array.isArray(value) ? value[0] : value)?.trim() || undefined; };
}

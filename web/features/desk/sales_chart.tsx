import { monthDay, shortDay } from "@/lib/format/dates";
import { formatMoney, localeTag } from "@/lib/format/money";
import type { Locale } from "@/lib/i18n/path";
import type { DaySold } from "./sales";

const height = 88;
const phone_days = 7;
const top = 16;
const step = 40;
const bar = 22;

interface Words {
  /** The chart in one sentence. */
  sentence: string;
  table: string;
  day: string;
  packs: string;
  orders: string;
  taken: string;
}

/** Packs by day. Read out as one sentence, and as a table on demand; today is the solid bar. */
export function SalesChart({ locale, rows, words, currency }: { locale: Locale; rows: readonly DaySold[]; words: Words; currency: string }) {
  const number = (value: number) => new Intl.NumberFormat(localeTag(locale), { maximumFractionDigits: 1 }).format(value);
  return (
    <figure className="mt-3">
      <Bars rows={rows} locale={locale} label={words.sentence} className="max-md:hidden" />
      <Bars rows={rows.slice(-phone_days)} locale={locale} label={words.sentence} className="md:hidden" />
      <details className="no-print mt-1 text-sm">
        <summary className="inline-flex min-h-8 items-center font-medium text-leaf max-md:min-h-11">{words.table}</summary>
        <table className="mt-2 w-full max-w-md border-collapse text-left">
          <caption className="sr-only">{words.sentence}</caption>
          <thead className="text-muted"><tr className="border-b border-hair"><th scope="col" className="py-1.5 font-normal">{words.day}</th><th scope="col" className="py-1.5 text-right font-normal">{words.packs}</th><th scope="col" className="py-1.5 text-right font-normal">{words.orders}</th><th scope="col" className="py-1.5 text-right font-normal">{words.taken}</th></tr></thead>
          <tbody>{rows.map((row) => <tr key={row.day} className="border-b border-hair"><th scope="row" className="py-1.5 font-normal">{shortDay(locale, row.day)}</th><td className="py-1.5 text-right">{number(row.packs)}</td><td className="py-1.5 text-right">{row.orders}</td><td className="py-1.5 text-right">{formatMoney(locale, { amount: row.taken, currency })}</td></tr>)}</tbody>
        </table>
      </details>
    </figure>
  );
}

function Bars({ rows, locale, label, className }: { rows: readonly DaySold[]; locale: Locale; label: string; className: string }) {
  const most = Math.max(1, ...rows.map((row) => row.packs));
  const number = (value: number) => new Intl.NumberFormat(localeTag(locale), { maximumFractionDigits: 1 }).format(value);
  const width = rows.length * step;
  return (
    <svg viewBox={`0 0 ${width} ${height + top + 22}`} role="img" aria-label={label} className={`w-full ${className}`}>
      <line x1="0" x2={width} y1={height + top + 0.5} y2={height + top + 0.5} className="stroke-line" />
      {rows.map((row, i) => {
        const tall = Math.max(row.packs > 0 ? 3 : 0, Math.round((row.packs / most) * height));
        const x = i * step + (step - bar) / 2;
        const last = i === rows.length - 1;
        return (
          <g key={row.day}>
            {tall > 0 && <rect x={x} y={height + top - tall} width={bar} height={tall} rx="2" className={last ? "fill-chart-1" : "fill-chart-1 opacity-65"} />}
            {row.packs > 0 && <text x={x + bar / 2} y={height + top - tall - 4} textAnchor="middle" className="fill-ink text-2xs">{number(row.packs)}</text>}
            {(rows.length - 1 - i) % 3 === 0 && <text x={x + bar / 2} y={height + top + 16} textAnchor="middle" className="fill-muted text-2xs">{monthDay(locale, row.day)}</text>}
          </g>
        );
      })}
    </svg>
  );
}

/** A line without axes beside a figure that says the same. */
export function Spark({ values }: { values: readonly number[] }) {
  const most = Math.max(1, ...values);
  const points = values.map((value, i) => [4 + (i * 104) / Math.max(1, values.length - 1), 20 - (value / most) * 16] as const);
  const end = points.at(-1);
  return (
    <svg viewBox="0 0 116 24" width="116" height="24" aria-hidden className="mt-1 overflow-visible">
      <polyline points={points.map((point) => point.map((n) => n.toFixed(1)).join(",")).join(" ")} fill="none" className="stroke-chart-1" strokeWidth="1.8" strokeLinejoin="round" />
      {end && <circle cx={end[0]} cy={end[1]} r="3" className="fill-chart-1" />}
    </svg>
  );
}

/** A share as a bar, beside the words that say it. */
export function ShareBar({ part, of, className = "" }: { part: number; of: number; className?: string }) {
  const share = of > 0 ? Math.min(1, part / of) : 0;
  return (
    <svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden className={`h-1.5 w-full rounded-pill bg-sunken ${className}`}>
      {share > 0 && <rect width={share * 100} height="6" className="fill-leaf" />}
    </svg>
  );
}

import { formatMoney, type Money } from "@/lib/format/money";
import type { Locale } from "@/lib/i18n/path";

/** A price and, beside it in two small lines, what it buys and what a unit of it costs. */
export function Price({ locale, amount, lines = [], size = "card" }: { locale: Locale; amount: Money; lines?: string[]; size?: "card" | "page" }) {
  return (
    <div className={size === "card" ? "flex min-w-0 items-center gap-2" : "flex flex-wrap items-baseline gap-x-3"}>
      <span className={`price ${size === "card" ? "text-lg" : "text-2xl"}`}>{formatMoney(locale, amount)}</span>
      {lines.length > 0 && (
        <span className={size === "card" ? "min-w-0 text-xs leading-[0.9rem] text-muted" : "text-base text-muted"}>
          {size === "card" ? lines.map((line) => <span key={line} className="block truncate">{line}</span>) : lines.join(", ")}
        </span>
      )}
    </div>
  );
}

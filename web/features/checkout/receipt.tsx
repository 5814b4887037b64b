import type { ReactNode } from "react";
import type { Box } from "@/features/cart/box";
import { formatMoney, type Money } from "@/lib/format/money";
import { getLocale, getT } from "@/lib/i18n";

const parts = ["fill-chart-1", "fill-chart-3", "fill-chart-2", "fill-chart-4", "fill-line"];

/** Every sum with its parts, to the cent, and below the tear line where the money goes. */
export async function Receipt({ box, children }: { box: Box; children?: ReactNode }) {
  const [t, locale] = [await getT("checkout"), await getLocale()];
  const why = box.pricing?.explanation;
  if (!why) return null;
  const money = (m: Money) => formatMoney(locale, m);
  const { totals } = why;
  const names = new Map(box.farms.map((f) => [f.farm, f.farm_name]));
  const taxes = new Map<string, number>();
  for (const tax of [...why.lines.map((l) => l.tax), ...why.farms.flatMap((f) => (f.delivery ? [f.delivery.tax] : []))]) if (tax.name && tax.amount.amount > 0) taxes.set(tax.name, (taxes.get(tax.name) ?? 0) + tax.amount.amount);
  const goes = [
    ...why.farms.map((farm) => {
      const discount = why.lines.filter((l) => l.farm === farm.farm).reduce((sum, l) => sum + l.coupons.filter((c) => c.funded_by).reduce((s, c) => s + c.amount.amount, 0), 0);
      return { name: names.get(farm.farm) ?? farm.farm, amount: farm.subtotal.amount - discount };
    }),
    { name: t("delivery"), amount: totals.delivery.amount },
    { name: t("tax"), amount: why.tax_included ? 0 : totals.tax.amount },
  ].filter((part) => part.amount > 0);
  const whole = goes.reduce((sum, part) => sum + part.amount, 0);
  const shopPays = whole - totals.total.amount;
  let x = 0;
  return (
    <section aria-labelledby="receipt" className="rounded-card border border-hair bg-surface">
      <div className="p-5 md:p-7">
        <h2 id="receipt" className="display text-2xl">{t("whatYouPay")}</h2>
        <dl className="mt-4 grid gap-3">
          <Sum name={t("food", { n: box.lines.length })} value={money(totals.subtotal)} note={why.farms.length > 1 ? why.farms.map((f) => money(f.subtotal)).join(" + ") : undefined} />
          {totals.discounts.amount > 0 && <Sum name={t("discounts")} value={`−${money(totals.discounts)}`} note={why.coupons.filter((c) => c.state === "applied").map((c) => c.code).join(", ")} />}
          <Sum name={t("delivery")} value={money(totals.delivery)} note={why.farms.filter((f) => f.delivery).map((f) => `${names.get(f.farm) ?? ""}: ${money(f.delivery?.fee ?? totals.delivery)}`).join(" · ") || undefined} />
          <Sum name={t("tax")} value={money(totals.tax)} note={taxes.size > 0 ? [...taxes.keys()].join(", ") + (why.tax_included ? `, ${t("taxIncluded")}` : "") : box.address ? t("noTax", { state: box.address.state }) : t("taxLater")} />
        </dl>
        <div className="mt-4 flex items-baseline justify-between border-t border-ink pt-3 text-lg font-semibold"><span>{t("total")}</span><span className="price text-xl">{money(totals.total)}</span></div>
        {children}
      </div>
      {whole > 0 && (
        <div className="border-t border-dashed border-line p-5 md:p-7">
          <h3 className="font-semibold">{t("whereItGoes", { total: money(totals.total) })}</h3>
          <svg viewBox="0 0 340 18" aria-hidden className="mt-3 w-full" preserveAspectRatio="none">
            {goes.map((part, i) => { const width = (340 * part.amount) / whole; const at = x; x += width; return <rect key={part.name} x={at.toFixed(1)} width={Math.max(1, width - 2).toFixed(1)} height="18" rx="2" className={parts[Math.min(i, parts.length - 1)]} />; })}
          </svg>
          <ul className="mt-3 grid gap-1.5">
            {goes.map((part, i) => <li key={part.name} className="flex items-center gap-2.5"><svg viewBox="0 0 10 10" aria-hidden className="size-2.5"><rect width="10" height="10" rx="2" className={parts[Math.min(i, parts.length - 1)]} /></svg><span className="grow">{part.name}</span><span>{money({ ...totals.total, amount: part.amount })}</span></li>)}
            {shopPays > 0 && <li className="flex items-center gap-2.5 text-muted"><span className="size-2.5" /><span className="grow">{t("couponPaid")}</span><span>−{money({ ...totals.total, amount: shopPays })}</span></li>}
          </ul>
        </div>
      )}
    </section>
  );
}

function Sum({ name, value, note }: { name: string; value: string; note?: string }) {
  return <div className="grid grid-cols-[1fr_auto] gap-x-4"><dt>{name}</dt><dd>{value}</dd>{note && <dd className="col-span-2 text-sm text-muted">{note}</dd>}</div>;
}

import { BadgeCheck, CircleSlash, Tag } from "lucide-react";
import { setQuantity } from "@/features/cart/actions";
import { AddToBox } from "@/features/cart/add_to_box";
import { daysBetween, lastDayOf, monthDay, shortDay, today } from "@/lib/format/dates";
import { formatMoney } from "@/lib/format/money";
import { miles } from "@/lib/format/units";
import { getLocale, getT } from "@/lib/i18n";
import { Badge } from "@/ui/badge";
import { Icon } from "@/ui/icon";
import { Link } from "@/ui/link";
import { Price } from "@/ui/price";
import { produceOf } from "@/ui/produce";
import { ProduceGround } from "@/ui/produce_ground";
import type { CardData } from "./card_data";
import { unitName, unitPrice } from "./unit_price";

const few = 9;

/** One product in a grid. The whole card is one link; the button lies above it. */
export async function ProductCard({ data: { card, first, timeZone = "" }, inBox, place, eager, id }: { data: CardData; inBox: number; place?: string; eager?: boolean; id?: string }) {
  const locale = await getLocale();
  const t = await getT("shop");
  const b = await getT("box");
  const common = await getT("common");
  const { picture, ground } = produceOf(card.title, card.category);
  const soldOut = !first || first.available <= 0;
  const per = unitPrice(card.unit_prices);
  const size = card.pack !== undefined && card.unit ? (card.pack === 1 ? unitName(card.unit) : `${card.pack} ${unitName(card.unit)}`) : "";
  const perText = per ? t("perUnit", { price: formatMoney(locale, per.price), unit: unitName(per.per) }) : "";
  const more = card.variant_count > 1 ? t("moreSizes", { n: card.variant_count - 1 }) : "";
  const fresh = first?.harvested && daysBetween(first.harvested, today()) < 8;
  const words = {
    add: b("add", { title: card.title }), inBox: b("inBox", { title: card.title }), less: b("less"), more: b("more"), undo: common("undo"),
    added: b("added", { title: card.title }), removed: b("removed", { title: card.title }), onlyLeft: b("onlyLeft", { n: "{n}" }), soldOut: b("soldOut"), failed: b("failed"),
  };
  return (
    <li id={id} className="group relative flex min-w-0 scroll-mt-24 flex-col">
      <div className="relative">
        <ProduceGround picture={picture} ground={ground} photo={card.image} muted={soldOut} eager={eager} />
        {!soldOut && first.available <= few && <span className="absolute top-2 left-2 md:top-2.5 md:left-2.5"><Badge tone="plain" className="border-transparent text-amber-text">{t("lastOnes", { n: first.available })}</Badge></span>}
      </div>
      <h3 className="mt-3 leading-5 font-semibold">
        <Link href={`/products/${card.slug}`} className="after:absolute after:inset-0 after:rounded-card focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:outline-offset-2 focus-visible:after:outline-focus group-hover:underline decoration-hair underline-offset-4">{card.title}</Link>
      </h3>
      <p className="truncate text-sm text-muted">{card.farm.name}{place ? ` • ${place}` : card.distance_m !== undefined ? ` • ${miles(locale, card.distance_m)}` : ""}</p>
      <p className={`mt-0.5 flex items-center gap-1.5 text-sm ${soldOut || !first.harvested ? "text-muted" : "text-leaf"}`}>
        <Icon of={soldOut ? CircleSlash : BadgeCheck} size={14} />
        <span className="truncate">{soldOut ? t("soldOut") : first.harvested ? t("proofHarvested", { date: fresh ? shortDay(locale, first.harvested) : monthDay(locale, first.harvested) }) : t("noHarvest")}</span>
      </p>
      {card.regular_price && card.sale_until && (
        <p className="mt-0.5 flex items-start gap-1.5 text-sm leading-5 text-amber-text"><Icon of={Tag} size={14} className="mt-[0.1875rem]" />{t("sale", { date: monthDay(locale, lastDayOf(card.sale_until, timeZone)), price: formatMoney(locale, card.regular_price) })}</p>
      )}
      <div className={`mt-auto flex items-center justify-between gap-2 pt-2.5 ${inBox > 0 ? "max-md:flex-col max-md:items-stretch" : ""}`}>
        {card.price_from && <Price locale={locale} amount={card.price_from} lines={[size, perText, more].filter(Boolean)} />}
        {soldOut ? (
          <Link href={`/products/${card.slug}#tell-me`} className="relative z-1 inline-flex min-h-10 items-center font-semibold text-leaf">{t("tellMe")}</Link>
        ) : (
          <AddToBox sku={first.sku} quantity={inBox} step={first.step} max={first.available} words={words} set={setQuantity} />
        )}
      </div>
    </li>
  );
}

export function ProductGrid({ children, columns = 4 }: { children: React.ReactNode; columns?: 3 | 4 }) {
  return <ul className={`grid grid-cols-2 gap-x-4 gap-y-7 md:gap-x-6 md:gap-y-8 ${columns === 4 ? "lg:grid-cols-4" : "lg:grid-cols-3"} max-[22rem]:grid-cols-1`}>{children}</ul>;
}

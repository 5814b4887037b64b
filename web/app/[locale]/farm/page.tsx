import { Plus, Printer, Sprout } from "lucide-react";
import { getParts, getProducts, getRecentParts, getSkus, getStock, requireSeller } from "@/features/desk/data";
import { DeskHead, Part } from "@/features/desk/frame";
import { needsOf } from "@/features/desk/needs";
import { NeedsList } from "@/features/desk/needs_list";
import { OrderRows } from "@/features/desk/order_rows";
import { partRows } from "@/features/desk/part_rows";
import { PausedBanner } from "@/features/desk/paused_banner";
import { addDays } from "@/features/desk/reading";
import { soldByDay, soldBySku } from "@/features/desk/sales";
import { SalesChart, ShareBar, Spark } from "@/features/desk/sales_chart";
import { skusShown } from "@/features/desk/skus_shown";
import { StockTable } from "@/features/desk/stock_table";
import { longDay, shortDay } from "@/lib/format/dates";
import { formatMoney, localeTag } from "@/lib/format/money";
import { getLocale, getT } from "@/lib/i18n";
import { Landscape } from "@/ui/art/landscape";
import { landKind } from "@/ui/art/land";
import { buttonClass } from "@/ui/button";
import { EmptyState } from "@/ui/empty_state";
import { Icon } from "@/ui/icon";
import { Link } from "@/ui/link";

const chart_days = 14;

export default async function Today() {
  const { farm, today } = await requireSeller("/farm");
  const [t, locale] = [await getT("desk"), await getLocale()];
  const [parts, recent, stock, products, skus] = await Promise.all([getRecentParts(today), getParts(addDays(today, -chart_days)), getStock(), getProducts(), getSkus()]);
  const number = (value: number) => new Intl.NumberFormat(localeTag(locale), { maximumFractionDigits: 1 }).format(value);
  const titles = new Map([...skus].map(([sku, name]) => [sku, name.title]));
  const needs = needsOf({ today, stock, titles, parts, products, certifications: farm.certifications });

  const open = parts.filter((part) => part.status === "paid" || part.status === "packing");
  const due = parts.filter((part) => part.day <= today && ["paid", "packing", "packed", "shipped", "delivered"].includes(part.status) && (part.day === today || part.status === "paid" || part.status === "packing"));
  const packsOf = (rows: typeof parts) => rows.reduce((sum, part) => sum + part.lines.reduce((n, line) => n + line.left, 0), 0);
  const packed = due.filter((part) => !open.includes(part));
  const alive = stock.flatMap((item) => item.lots).filter((lot) => lot.on_hand > 0);
  const soon = alive.filter((lot) => lot.status === "sellable" && lot.best_before <= addDays(today, 4)).length;
  const low = stock.filter((item) => item.low).length;
  const published = products.filter((product) => product.status === "published").length;
  const drafts = products.filter((product) => product.status === "draft").length;
  const sold = soldByDay(recent, today, chart_days, farm.time_zone);
  const week = sold.slice(-7);
  const currency = recent[0]?.money.total.currency ?? "USD";
  const weekPacks = week.reduce((sum, row) => sum + row.packs, 0);
  const best = soldBySku(recent, addDays(today, -6), farm.time_zone).slice(0, 5);
  const next = open.slice().sort((a, b) => a.day.localeCompare(b.day));

  return (
    <>
      <DeskHead title={longDay(locale, today)} text={next[0] ? t("todayText", { n: open.length, day: shortDay(locale, next[0].day) }) : t("todayNothing")}>
        <Link href={`/farm/lists/picking?day=${next[0]?.day ?? today}`} className={buttonClass("secondary")}><Icon of={Printer} />{t("printPicking")}</Link>
        <Link href="/farm/stock/new" className={buttonClass()}><Icon of={Plus} />{t("recordHarvest")}</Link>
      </DeskHead>
      {farm.status === "paused" && <PausedBanner reason={farm.pause_reason} className="mb-6" />}

      <dl className="grid grid-cols-2 border-y border-hair lg:grid-cols-[1.3fr_1fr_1fr_1.2fr] [&>div]:border-hair [&>div]:py-4 [&>div]:pr-4 max-lg:[&>div:nth-child(even)]:border-l max-lg:[&>div:nth-child(even)]:pl-4 max-lg:[&>div:nth-child(n+3)]:border-t lg:[&>div+div]:border-l lg:[&>div+div]:pl-5">
        <div>
          <dt className="text-sm text-muted">{t("figPacked")}</dt>
          <dd><span className="text-xl font-semibold">{number(packsOf(packed))}</span> <span className="text-sm text-muted">{t("figPackedOf", { n: number(packsOf(due)), orders: due.length })}</span><ShareBar part={packsOf(packed)} of={packsOf(due)} className="mt-2.5" /></dd>
        </div>
        <div>
          <dt className="text-sm text-muted">{t("figLots")}</dt>
          <dd><span className="text-xl font-semibold">{alive.length}</span> <span className="text-sm text-muted">{t("figLotsOf", { n: stock.length })}</span><span className="mt-1 block text-sm text-muted">{soon > 0 ? t("figSoon", { n: soon }) : low > 0 ? t("figLow", { n: low }) : t("figLotsFine")}</span></dd>
        </div>
        <div>
          <dt className="text-sm text-muted">{t("figProducts")}</dt>
          <dd><span className="text-xl font-semibold">{published}</span> <span className="text-sm text-muted">{t("figProductsOf", { n: products.length })}</span><span className="mt-1 block text-sm text-muted">{drafts > 0 ? t("figDrafts", { n: drafts }) : t("figProductsFine")}</span></dd>
        </div>
        <div>
          <dt className="text-sm text-muted">{t("figSold")}</dt>
          <dd><span className="text-xl font-semibold">{formatMoney(locale, { amount: week.reduce((sum, row) => sum + row.taken, 0), currency })}</span> <span className="text-sm text-muted">{t("figSoldOf", { packs: number(weekPacks), n: week.reduce((sum, row) => sum + row.orders, 0) })}</span><Spark values={sold.map((row) => row.packs)} /></dd>
        </div>
      </dl>

      <div className="mt-8 grid gap-x-9 gap-y-10 xl:grid-cols-[minmax(0,1fr)_16.5rem]">
        <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] content-start gap-10">
          <Part id="to-pack" title={t("toPack")} note={next[0] ? t("toPackNote", { day: shortDay(locale, next[0].day) }) : undefined} actions={<Link href="/farm/orders" className="text-sm font-semibold text-leaf hover:underline">{t("allOrders")}</Link>}>
            {next.length > 0 ? <OrderRows rows={partRows(next.slice(0, 6), locale)} compact /> : <p className="border-t border-hair py-4 text-muted">{t("toPackNothing")}</p>}
          </Part>
          <Part id="stock" title={t("navStock")} note={t("stockNote")} actions={<Link href="/farm/stock/new" className={buttonClass("secondary", "small")}><Icon of={Plus} size={16} />{t("newLot")}</Link>}>
            {stock.length > 0 ? (
              <StockTable initial={stock} skus={skusShown(skus)} today={today} caption={t("navStock")} />
            ) : (
              <div className="border-t border-hair py-8">
                <EmptyState
                  art={<Landscape name={farm.name} season="spring" kind={landKind(farm.name, farm.tags)} width={700} height={300} />}
                  title={t("stockEmpty")}
                  actions={<Link href={products.length > 0 ? "/farm/stock/new" : "/farm/products/new"} className={buttonClass()}><Icon of={Sprout} />{products.length > 0 ? t("recordHarvest") : t("newProduct")}</Link>}
                >{t("stockEmptyText")}</EmptyState>
              </div>
            )}
          </Part>
          <Part id="sales" title={t("sales")} note={t("salesNote")}>
            {sold.some((row) => row.packs > 0) ? (
              <SalesChart locale={locale} rows={sold} currency={currency} words={{ sentence: t("salesSentence", { n: number(sold.reduce((sum, row) => sum + row.packs, 0)), days: chart_days, today: number(sold.at(-1)?.packs ?? 0) }), table: t("asTable"), day: t("day"), packs: t("packs"), orders: t("navOrders"), taken: t("taken") }} />
            ) : <p className="mt-2 border-t border-hair py-4 text-muted">{t("salesNothing")}</p>}
          </Part>
        </div>
        <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] content-start gap-8 max-xl:row-start-1 max-xl:gap-6">
          <Part id="needs" title={t("needs")}><NeedsList needs={needs.slice(0, 8)} />{needs.length > 8 && <p className="text-sm text-muted">{t("needsMore", { n: needs.length - 8 })}</p>}</Part>
          {best.length > 0 && (
            <Part id="best" title={t("bestSold")} className="border-t border-hair pt-5 max-xl:hidden">
              <dl className="mt-2">{best.map((row) => <div key={row.sku} className="flex justify-between gap-3 py-1"><dt className="min-w-0 truncate text-muted">{row.title}</dt><dd className="shrink-0">{t("packsN", { n: row.packs })}</dd></div>)}</dl>
            </Part>
          )}
        </div>
      </div>
    </>
  );
}

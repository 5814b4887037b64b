import { getStock, requireSeller } from "@/features/desk/data";
import { DayPicker, DownloadText, PrintButton } from "@/features/desk/list_tools";
import { DeskHead } from "@/features/desk/frame";
import { shortId } from "@/features/desk/part_state";
import { must } from "@/lib/api/problem";
import { api } from "@/lib/api/server";
import { longDay, monthDay } from "@/lib/format/dates";
import { localeTag } from "@/lib/format/money";
import { getLocale, getT } from "@/lib/i18n";

export async function generateMetadata() {
  return { title: (await getT("desk"))("pickingList") };
}

/** What is to be packed for a day, by how cold it is kept, with the lots to take it from. Made to be printed. */
export default async function Picking({ searchParams }: { searchParams: Promise<{ day?: string }> }) {
  const { farm, today } = await requireSeller("/farm/lists/picking");
  const [t, locale] = [await getT("desk"), await getLocale()];
  const { day: given = "" } = await searchParams;
  const day = /^\d{4}-\d{2}-\d{2}$/.test(given) ? given : today;
  const [list, stock] = await Promise.all([(await api()).GET("/api/v1/farms/mine/packing-list", { params: { query: { day } } }).then(must), getStock()]);
  const lots = new Map(stock.flatMap((item) => item.lots.map((lot) => [lot.id, lot] as const)));
  const fields = new Map(farm.fields.map((field) => [field.id, field.name]));
  const number = (value: number) => new Intl.NumberFormat(localeTag(locale), { maximumFractionDigits: 3 }).format(value);
  return (
    <>
      <DeskHead back={{ href: "/farm/orders", label: t("navOrders") }} title={t("pickingList")} text={<>{farm.name}, {longDay(locale, day)}</>}>
        <DayPicker day={day} label={t("day")} />
        <DownloadText text={list.csv} name={`picking-${day}.csv`}>CSV</DownloadText>
        <PrintButton>{t("print")}</PrintButton>
      </DeskHead>
      {list.more && <p className="mb-4 text-danger">{t("listCut")}</p>}
      {list.groups.length === 0 && <p className="border-t border-hair py-4 text-muted">{t("pickingNothing")}</p>}
      {list.groups.map((group, i) => (
        <section key={i} aria-labelledby={`group-${i}`} className="mb-8">
          <h2 id={`group-${i}`} className="border-b-2 border-ink pb-1 text-lg font-semibold">{t(`storage_${group.box}`)}{group.keep && <span lang="en" className="ml-2 text-base font-normal text-muted">{group.keep}</span>}</h2>
          <ul>
            {group.items.map((item) => (
              <li key={item.sku} className="break-inside-avoid border-b border-hair py-3 print:border-line">
                <div className="flex items-baseline gap-3">
                  <span aria-hidden className="size-4 shrink-0 translate-y-0.5 rounded-[3px] border border-line" />
                  <span className="grow font-semibold">{item.title}</span>
                  <span className="text-lg font-semibold">{number(item.quantity)}</span>
                </div>
                <ul className="mt-1 ml-7 text-sm text-muted print:text-ink">
                  {item.lots.map((share) => {
                    const lot = lots.get(share.lot);
                    return <li key={share.lot}>{t("fromLot", { n: number(share.quantity) })} <span className="font-mono text-ink">{lot?.lot_code ?? share.lot}</span>{lot && `, ${[lot.location, fields.get(lot.field), t("sellByDay", { day: monthDay(locale, lot.best_before) })].filter(Boolean).join(", ")}`}</li>;
                  })}
                </ul>
                <p className="mt-1.5 ml-7 flex flex-wrap gap-x-5 gap-y-1 text-sm">
                  {item.orders.map((order) => <span key={order.order}><span aria-hidden className="mr-1.5 inline-block size-3 translate-y-0.5 rounded-[2px] border border-line" />{order.name} <span className="font-mono text-xs text-muted">{shortId(order.order)}</span> × {number(order.quantity)}</span>)}
                </p>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}

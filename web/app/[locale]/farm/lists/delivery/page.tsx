import { Snowflake } from "lucide-react";
import { getSkus, requireSeller } from "@/features/desk/data";
import { DayPicker, DownloadText, PrintButton } from "@/features/desk/list_tools";
import { DeskHead } from "@/features/desk/frame";
import { partShown, shortId } from "@/features/desk/part_state";
import { must } from "@/lib/api/problem";
import { api } from "@/lib/api/server";
import { longDay, wallClock } from "@/lib/format/dates";
import { localeTag } from "@/lib/format/money";
import { getLocale, getT } from "@/lib/i18n";
import { Icon } from "@/ui/icon";

export async function generateMetadata() {
  return { title: (await getT("desk"))("deliveryList") };
}

/** What goes out on a day, by window and place. Made to be printed. */
export default async function Delivery({ searchParams }: { searchParams: Promise<{ day?: string }> }) {
  const { farm, today } = await requireSeller("/farm/lists/delivery");
  const [t, locale] = [await getT("desk"), await getLocale()];
  const { day: given = "" } = await searchParams;
  const day = /^\d{4}-\d{2}-\d{2}$/.test(given) ? given : today;
  const [list, skus] = await Promise.all([(await api()).GET("/api/v1/farms/mine/delivery-list", { params: { query: { day } } }).then(must), getSkus()]);
  const number = (value: number) => new Intl.NumberFormat(localeTag(locale), { maximumFractionDigits: 3 }).format(value);
  const windowOf = (stop: (typeof list.stops)[number]) => (stop.from ? `${wallClock(locale, stop.from)} – ${wallClock(locale, stop.to)}` : t("noWindow"));
  const groups = [...new Set(list.stops.map(windowOf))];
  return (
    <>
      <DeskHead back={{ href: "/farm/orders", label: t("navOrders") }} title={t("deliveryList")} text={<>{farm.name}, {longDay(locale, day)}</>}>
        <DayPicker day={day} label={t("day")} />
        <DownloadText text={list.csv} name={`delivery-${day}.csv`}>CSV</DownloadText>
        <PrintButton>{t("print")}</PrintButton>
      </DeskHead>
      {list.more && <p className="mb-4 text-danger">{t("listCut")}</p>}
      {list.stops.length === 0 && <p className="border-t border-hair py-4 text-muted">{t("deliveryNothing")}</p>}
      {groups.map((group, i) => (
        <section key={group} aria-labelledby={`window-${i}`} className="mb-8">
          <h2 id={`window-${i}`} className="border-b-2 border-ink pb-1 text-lg font-semibold">{group}</h2>
          <ul>
            {list.stops.filter((stop) => windowOf(stop) === group).map((stop) => (
              <li key={stop.order} className="grid break-inside-avoid gap-x-6 gap-y-1 border-b border-hair py-3 sm:grid-cols-[1fr_1fr] print:border-line">
                <div>
                  <p className="font-semibold">{stop.name} <span className="font-mono text-xs font-normal text-muted">{shortId(stop.order)}</span></p>
                  <p>{stop.method === "pick_up" ? t("pickUpAt", { place: stop.pick_up }) : <>{stop.street}, {stop.city}, {stop.state} {stop.zip}</>}</p>
                  {stop.phone && <p>{stop.phone}</p>}
                  {stop.note && <p className="text-soil">{stop.note}</p>}
                </div>
                <div className="text-sm">
                  <p className="text-muted">{t(partShown[stop.status].word)}{stop.cold && <span className="ml-2 inline-flex items-center gap-1 text-sky"><Icon of={Snowflake} size={13} />{t("cold")}</span>}</p>
                  <p>{stop.lines.map((line) => `${number(line.quantity)} × ${skus.get(line.sku)?.title ?? line.sku}`).join(", ")}</p>
                </div>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}

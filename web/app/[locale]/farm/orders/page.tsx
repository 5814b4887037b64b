import { ClipboardList, Printer } from "lucide-react";
import { getPartsOf, requireSeller, type PartStatus } from "@/features/desk/data";
import { DeskHead } from "@/features/desk/frame";
import { OrderRows } from "@/features/desk/order_rows";
import { partRows } from "@/features/desk/part_rows";
import { longDay } from "@/lib/format/dates";
import { getLocale, getT } from "@/lib/i18n";
import type { Messages } from "@/lib/i18n/messages";
import { Landscape } from "@/ui/art/landscape";
import { buttonClass } from "@/ui/button";
import { EmptyState } from "@/ui/empty_state";
import { Icon } from "@/ui/icon";
import { Link } from "@/ui/link";

const filters: readonly { id: string; word: keyof Messages["desk"]; status: PartStatus[] }[] = [
  { id: "open", word: "filterOpen", status: ["paid", "packing"] },
  { id: "packed", word: "filterPacked", status: ["packed"] },
  { id: "shipped", word: "filterShipped", status: ["shipped"] },
  { id: "delivered", word: "filterDelivered", status: ["delivered"] },
  { id: "ended", word: "filterEnded", status: ["cancelled", "returned"] },
];

export async function generateMetadata() {
  return { title: (await getT("desk"))("navOrders") };
}

export default async function Orders({ searchParams }: { searchParams: Promise<{ show?: string }> }) {
  const { farm, today } = await requireSeller("/farm/orders");
  const [t, locale] = [await getT("desk"), await getLocale()];
  const { show } = await searchParams;
  const filter = filters.find((one) => one.id === show) ?? filters[0];
  const parts = await getPartsOf(filter?.status ?? []);
  const rows = partRows(parts, locale);
  const newestFirst = filter?.id !== "open" && filter?.id !== "packed";
  const days = [...new Set(rows.map((row) => row.day))].sort((a, b) => (newestFirst ? b.localeCompare(a) : a.localeCompare(b)));
  return (
    <>
      <DeskHead title={t("navOrders")} text={t("ordersText")}>
        <Link href={`/farm/lists/picking?day=${days[0] ?? today}`} className={buttonClass("secondary")}><Icon of={Printer} />{t("printPicking")}</Link>
        <Link href={`/farm/lists/delivery?day=${days[0] ?? today}`} className={buttonClass("secondary")}><Icon of={Printer} />{t("printDelivery")}</Link>
      </DeskHead>
      <nav aria-label={t("filterLabel")} className="-mx-4 mb-6 flex gap-5 overflow-x-auto border-b border-hair px-4 md:mx-0 md:px-0">
        {filters.map((one) => <Link key={one.id} href={one.id === "open" ? "/farm/orders" : `/farm/orders?show=${one.id}`} aria-current={one === filter ? "page" : undefined} className="min-h-11 shrink-0 border-b-2 border-transparent py-2.5 font-medium text-muted hover:text-ink aria-[current]:border-leaf aria-[current]:text-ink">{t(one.word)}</Link>)}
      </nav>
      {rows.length === 0 ? (
        <EmptyState art={<Landscape name={`${farm.name} orders`} season="autumn" kind="rows" width={700} height={300} />} title={t("ordersEmpty")} actions={<Link href="/farm/products" className={buttonClass("secondary")}><Icon of={ClipboardList} />{t("navProducts")}</Link>}>{t("ordersEmptyText")}</EmptyState>
      ) : (
        <div className="grid gap-8">
          {days.map((day) => (
            <section key={day} aria-labelledby={`day-${day}`}>
              <div className="flex min-h-9 flex-wrap items-baseline justify-between gap-3 pb-1">
                <h2 id={`day-${day}`} className="text-base font-semibold">{longDay(locale, day)}{day < today && filter?.id === "open" && <span className="ml-2 font-normal text-danger">{t("dayPast")}</span>}{day === today && <span className="ml-2 font-normal text-muted">{t("dayToday")}</span>}</h2>
                <span className="flex gap-4 text-sm"><Link href={`/farm/lists/picking?day=${day}`} className="font-semibold text-leaf hover:underline">{t("pickingList")}</Link><Link href={`/farm/lists/delivery?day=${day}`} className="font-semibold text-leaf hover:underline">{t("deliveryList")}</Link></span>
              </div>
              <OrderRows rows={rows.filter((row) => row.day === day)} />
            </section>
          ))}
        </div>
      )}
    </>
  );
}

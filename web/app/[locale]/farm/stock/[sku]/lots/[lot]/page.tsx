import { CircleCheck, Hourglass, RotateCcw, type LucideIcon } from "lucide-react";
import { notFound } from "next/navigation";
import { getSkus, requireSeller, type Part } from "@/features/desk/data";
import { DeskHead } from "@/features/desk/frame";
import { Pager } from "@/features/desk/pager";
import { nameOf, partShown, shortId } from "@/features/desk/part_state";
import { orNothing } from "@/lib/api/problem";
import { api } from "@/lib/api/server";
import type { Schema } from "@/lib/api/types";
import { moment } from "@/lib/format/dates";
import { localeTag } from "@/lib/format/money";
import { getLocale, getT } from "@/lib/i18n";
import { Badge, type Tone } from "@/ui/badge";
import { Link } from "@/ui/link";
import { Cell, HeadCell, Row, Table } from "@/ui/table";

type Share = Schema<"OrderShare">;
const shown: Record<Share["state"], { tone: Tone; icon: LucideIcon }> = { held: { tone: "amber", icon: Hourglass }, sold: { tone: "leaf", icon: CircleCheck }, returned: { tone: "muted", icon: RotateCcw } };

export async function generateMetadata() {
  return { title: (await getT("deskMore"))("lotOrders") };
}

/** The farm's parts of the orders of one page. An order that only holds is no order of the farm until it is paid: it has no page here. */
async function partsOf(shares: readonly Share[]): Promise<Map<string, Part>> {
  const client = await api();
  const ids = [...new Set(shares.map((share) => share.order))];
  const parts = await Promise.all(ids.map(async (id) => orNothing(await client.GET("/api/v1/farms/mine/orders/{id}", { params: { path: { id } } }))));
  return new Map(parts.flatMap((part) => (part ? [[part.order, part] as const] : [])));
}

export default async function LotOrders({ params, searchParams }: { params: Promise<{ sku: string; lot: string }>; searchParams: Promise<{ cursor?: string }> }) {
  const [{ sku, lot }, { cursor }] = [await params, await searchParams];
  const { farm } = await requireSeller(`/farm/stock/${sku}/lots/${lot}`);
  const [t, desk, locale] = [await getT("deskMore"), await getT("desk"), await getLocale()];
  const name = (await getSkus()).get(sku);
  if (!name || !/^lot_\w{26}$/.test(lot)) notFound();
  const client = await api();
  const [item, list] = await Promise.all([
    client.GET("/api/v1/inventory/{sku}", { params: { path: { sku } } }).then(orNothing),
    client.GET("/api/v1/inventory/{sku}/lots/{lot}/orders", { params: { path: { sku, lot }, query: { limit: 20, cursor: cursor || undefined } } }).then(orNothing),
  ]);
  if (!list) notFound();
  const parts = await partsOf(list.items);
  const number = (value: number) => new Intl.NumberFormat(localeTag(locale), { maximumFractionDigits: 3 }).format(value);
  const code = item?.lots.find((one) => one.id === lot)?.lot_code ?? shortId(lot);
  return (
    <>
      <DeskHead back={{ href: `/farm/stock/${sku}`, label: name.title }} title={t("lotOrdersTitle", { lot: code })} text={t("lotOrdersText")} />
      {list.items.length === 0 ? <p className="border-t border-hair py-4 text-muted">{t("lotOrdersEmpty")}</p> : (
        <Table caption={t("lotOrdersTitle", { lot: code })} head={<tr><HeadCell>{t("lotNumber")}</HeadCell><HeadCell>{t("lotShare")}</HeadCell><HeadCell number>{t("lotPacks")}</HeadCell><HeadCell className="pl-4 max-md:hidden">{desk("when")}</HeadCell><HeadCell className="max-md:hidden">{desk("colState")}</HeadCell></tr>}>
          {list.items.map((share) => {
            const part = parts.get(share.order);
            const at = moment(locale, share.at, farm.time_zone || "UTC");
            return (
              <Row key={`${share.order}${share.sequence}`}>
                <th scope="row" className="py-1.5 pr-2 text-left font-normal">
                  {part ? <Link href={`/farm/orders/${share.order}`} className="font-semibold hover:underline">{nameOf(part)}</Link> : <span className="text-muted">{t("notYours")}</span>}
                  <span className="block font-mono text-xs text-muted">{shortId(share.order)}</span>
                  <span className="block text-xs text-muted md:hidden">{at}</span>
                </th>
                <Cell><Badge {...shown[share.state]}>{t(`share_${share.state}`)}</Badge></Cell>
                <Cell number className="font-semibold">{number(share.quantity)}</Cell>
                <Cell className="pl-4 text-sm text-muted max-md:hidden">{at}</Cell>
                <Cell className="max-md:hidden">{part ? <Badge tone={partShown[part.status].tone} icon={partShown[part.status].icon}>{desk(partShown[part.status].word)}</Badge> : <span className="text-muted">–</span>}</Cell>
              </Row>
            );
          })}
        </Table>
      )}
      <Pager path={`/farm/stock/${sku}/lots/${lot}`} cursor={cursor} next={list.next_cursor} />
    </>
  );
}

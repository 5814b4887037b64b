import { Search as Glass } from "lucide-react";
import type { Metadata } from "next";
import { requireAdmin } from "@/features/tower/admin";
import { scanOrders, stockIndex } from "@/features/tower/data";
import { asked, Code, Head, Nothing, Panel, rowLink, type Search } from "@/features/tower/parts";
import { fullDay } from "@/lib/format/dates";
import { getLocale, getT } from "@/lib/i18n";
import { localePath } from "@/lib/i18n/path";
import { buttonClass } from "@/ui/button";
import { inputClass } from "@/ui/field";
import { Icon } from "@/ui/icon";
import { Link } from "@/ui/link";
import { Cell, HeadCell, Row, Table } from "@/ui/table";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getT("tower"))("recall") };
}

const shown_max = 40;

export default async function Recall({ searchParams }: { searchParams: Search }) {
  await requireAdmin();
  const q = (await asked(searchParams))("q") ?? "";
  const [t, locale, { rows, cut }] = await Promise.all([getT("tower"), getLocale(), stockIndex()]);
  const wanted = q.toLowerCase();
  // By code, by id, or by the words of item, farm and field: each of them has to be there.
  const words = wanted.split(/\s+/).filter(Boolean);
  const lots = !wanted ? [] : rows.flatMap((row) => row.lots.map((lot) => ({ row, lot }))).filter(({ row, lot }) => {
    if (lot.id.toLowerCase() === wanted || lot.lot_code.toLowerCase().includes(wanted)) return true;
    const text = `${row.title} ${row.farmName} ${row.fieldName}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  // A lot that is not on sale any more is in the lines of the orders that have it.
  const gone = lots.length === 0 && wanted.startsWith("lot_") ? (await scanOrders({}, 20)).orders.flatMap((order) => order.lines).find((line) => line.lots.some((share) => share.lot.toLowerCase() === wanted)) : undefined;
  return (
    <>
      <Head title={t("recallTitle")} lead={t("recallLead")} />
      <form role="search" action={localePath(locale, "/tower/recall")} className="flex flex-wrap items-end gap-3 border-b border-hair px-4 py-4 md:px-7">
        <div className="w-full max-w-md"><label htmlFor="q" className="mb-1.5 block font-medium">{t("recallAsk")}</label><input id="q" name="q" defaultValue={q} className={inputClass} autoComplete="off" /></div>
        <button type="submit" className={buttonClass("primary")}><Icon of={Glass} />{t("trace")}</button>
      </form>
      <Panel title={t("lots")} note={q ? t("lotsFound", { n: lots.length + (gone ? 1 : 0) }) : undefined}>
        {!q ? <Nothing title={t("recallNothing")}>{t("recallHint")}</Nothing> : lots.length === 0 && !gone ? <Nothing title={t("noLots")}>{cut ? t("noLotsCut") : t("noLotsText")}</Nothing> : (
          <Table caption={t("lots")} head={<tr><HeadCell>{t("colLot")}</HeadCell><HeadCell>{t("colItem")}</HeadCell><HeadCell className="max-md:hidden">{t("colFarm")}</HeadCell><HeadCell className="max-lg:hidden">{t("colField")}</HeadCell><HeadCell className="max-md:hidden">{t("colHarvested")}</HeadCell><HeadCell className="max-lg:hidden">{t("colBestBefore")}</HeadCell></tr>}>
            {gone && <Row><Cell><Link href={`/tower/recall/${gone.sku}/${q}`} className={rowLink}><Code>{q}</Code></Link></Cell><Cell>{gone.title}</Cell><Cell className="max-md:hidden">{gone.farm_name}</Cell><Cell className="max-lg:hidden">{gone.origin.field_name}</Cell><Cell className="text-muted max-md:hidden">–</Cell><Cell className="text-muted max-lg:hidden">–</Cell></Row>}
            {lots.slice(0, shown_max).map(({ row, lot }) => (
              <Row key={`${row.sku}-${lot.id}`}>
                <Cell><Link href={`/tower/recall/${row.sku}/${lot.id}`} className={rowLink}><Code>{lot.lot_code}</Code></Link></Cell>
                <Cell>{row.title}<span className="block text-sm text-muted md:hidden">{row.farmName}</span></Cell>
                <Cell className="max-md:hidden">{row.farmName}</Cell>
                <Cell className="max-lg:hidden">{row.fieldName}</Cell>
                <Cell className="max-md:hidden">{fullDay(locale, lot.harvested)}</Cell>
                <Cell className="max-lg:hidden">{fullDay(locale, lot.best_before)}</Cell>
              </Row>
            ))}
          </Table>
        )}
        {lots.length > shown_max && <p className="mt-4 text-sm text-muted">{t("lotsMore", { n: lots.length - shown_max })}</p>}
      </Panel>
    </>
  );
}

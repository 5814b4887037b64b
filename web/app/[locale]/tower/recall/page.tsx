import { Search as Glass } from "lucide-react";
import type { Metadata } from "next";
import { requireAdmin } from "@/features/tower/admin";
import { lotsFor } from "@/features/tower/lots";
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
  const q = ((await asked(searchParams))("q") ?? "").trim();
  const [t, locale] = [await getT("tower"), await getLocale()];
  const { lots, more } = q ? await lotsFor(q) : { lots: [], more: false };
  return (
    <>
      <Head title={t("recallTitle")} lead={t("recallLead")} />
      <form role="search" action={localePath(locale, "/tower/recall")} className="flex flex-wrap items-end gap-3 border-b border-hair px-4 py-4 md:px-7">
        <div className="w-full max-w-md"><label htmlFor="q" className="mb-1.5 block font-medium">{t("recallAsk")}</label><input id="q" name="q" defaultValue={q} className={inputClass} autoComplete="off" /></div>
        <button type="submit" className={buttonClass("primary")}><Icon of={Glass} />{t("trace")}</button>
      </form>
      <Panel title={t("lots")} note={q ? t("lotsFound", { n: lots.length }) : undefined}>
        {!q ? <Nothing title={t("recallNothing")}>{t("recallHint")}</Nothing> : lots.length === 0 ? <Nothing title={t("noLots")}>{t("noLotsText")}</Nothing> : (
          <Table caption={t("lots")} head={<tr><HeadCell>{t("colLot")}</HeadCell><HeadCell>{t("colItem")}</HeadCell><HeadCell className="max-md:hidden">{t("colFarm")}</HeadCell><HeadCell className="max-lg:hidden">{t("colField")}</HeadCell><HeadCell className="max-md:hidden">{t("colHarvested")}</HeadCell><HeadCell className="max-lg:hidden">{t("colBestBefore")}</HeadCell></tr>}>
            {lots.slice(0, shown_max).map(({ sku, title, farmName, fieldName, lot }) => (
              <Row key={lot.id}>
                <Cell><Link href={`/tower/recall/${sku}/${lot.id}`} className={rowLink}><Code>{lot.lot_code}</Code></Link>{lot.status === "sellable" ? null : <span className="block text-sm text-muted">{t(`lot_${lot.status}`)}</span>}</Cell>
                <Cell>{title}<span className="block text-sm text-muted md:hidden">{farmName}</span></Cell>
                <Cell className="max-md:hidden">{farmName}</Cell>
                <Cell className="max-lg:hidden">{fieldName}</Cell>
                <Cell className="max-md:hidden">{fullDay(locale, lot.harvested)}</Cell>
                <Cell className="max-lg:hidden">{fullDay(locale, lot.best_before)}</Cell>
              </Row>
            ))}
          </Table>
        )}
        {(more || lots.length > shown_max) && <p className="mt-4 text-sm text-muted">{t("lotsMore")}</p>}
      </Panel>
    </>
  );
}

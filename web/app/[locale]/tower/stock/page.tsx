import type { Metadata } from "next";
import { requireAdmin } from "@/features/tower/admin";
import { alert_hours, scanOrders, stockAlerts, stockIndex } from "@/features/tower/data";
import { figure, StockState } from "@/features/tower/now";
import { asked, CsvLink, Head, Nothing, Panel, rowLink, Strip, textLink, type Search } from "@/features/tower/parts";
import { clock } from "@/lib/format/dates";
import { getLocale, getT } from "@/lib/i18n";
import { Link } from "@/ui/link";
import { Cell, HeadCell, Row, Table } from "@/ui/table";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getT("tower"))("stock") };
}

export default async function Stock({ searchParams }: { searchParams: Search }) {
  await requireAdmin();
  const all = (await asked(searchParams))("show") === "selling";
  const now = new Date();
  const week = new Date(now.getTime() - 604_800_000).toISOString();
  const [t, locale, index, { orders }] = await Promise.all([getT("tower"), getLocale(), stockIndex(), scanOrders({ from: week })]);
  const selling = stockAlerts(index.rows, orders, now.getTime());
  const alerts = selling.filter((row) => (row.hoursLeft ?? Infinity) <= alert_hours);
  const rows = all ? selling : alerts;
  return (
    <>
      <Head title={t("stockTitle")} lead={t("stockLead", { n: index.rows.length, at: clock(locale, new Date(index.at).toISOString()) })}><CsvLink path="/api/v1/products" name="products" /></Head>
      <Strip label={t("stock")} items={[{ href: "/tower/stock", text: t("stockAlerts"), here: !all, count: alerts.length }, { href: "/tower/stock?show=selling", text: t("stockSelling"), here: all, count: selling.length }]} />
      <Panel title={all ? t("stockSelling") : t("stockAlerts")} note={t("sellsOutFirst")}>
        {rows.length === 0 ? <Nothing title={t("stockFine")}>{t("stockFineText")}</Nothing> : (
          <Table caption={t("stock")} head={<tr><HeadCell>{t("colItem")}</HeadCell><HeadCell className="max-md:hidden">{t("colFarm")}</HeadCell><HeadCell className="max-lg:hidden">{t("colLots")}</HeadCell><HeadCell number className="max-md:hidden">{t("colSoldDay")}</HeadCell><HeadCell number>{t("colFree")}</HeadCell><HeadCell>{t("colRunsOut")}</HeadCell></tr>}>
            {rows.slice(0, 200).map((row) => (
              <Row key={row.sku}>
                <Cell><Link href={`/products/${row.slug}`} className={rowLink}>{row.title}</Link><span className="block text-sm text-muted md:hidden">{row.farmName}</span></Cell>
                <Cell className="max-md:hidden"><Link href={`/tower/farms/${row.farmSlug}`} className="underline-offset-4 hover:underline">{row.farmName}</Link></Cell>
                <Cell className="max-lg:hidden">{row.lots.length ? row.lots.slice(0, 2).map((lot) => <Link key={lot.id} href={`/tower/recall/${row.sku}/${lot.id}`} className="flex min-h-6 items-center font-mono text-sm underline-offset-4 hover:underline">{lot.lot_code}</Link>) : <span className="text-muted">–</span>}</Cell>
                <Cell number className="max-md:hidden">{figure(locale, row.perDay, 1)}</Cell>
                <Cell number className="font-semibold">{figure(locale, row.available, 2)}</Cell>
                <Cell><StockState available={row.available} hours={row.hoursLeft} /></Cell>
              </Row>
            ))}
          </Table>
        )}
        <p className="measure mt-4 text-sm text-muted">{index.cut ? t("stockCut") : t("stockHow")} <Link href="/shop?in_stock=false" className={textLink}>{t("stockInShop")}</Link></p>
      </Panel>
    </>
  );
}

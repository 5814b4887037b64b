import { CircleCheck, CirclePause, Plus, TimerOff } from "lucide-react";
import type { Metadata } from "next";
import { towerApi } from "@/features/tower/admin";
import { BulkBar } from "@/features/tower/bulk";
import { worthOf } from "@/features/tower/coupon_text";
import { asked, Code, CsvLink, Head, Nothing, Pager, Panel, rowLink, type Search } from "@/features/tower/parts";
import { SelectAll } from "@/features/tower/select_all";
import { ShopStrip } from "@/features/tower/shop_strip";
import { must } from "@/lib/api/problem";
import { fullDay } from "@/lib/format/dates";
import { getLocale, getT } from "@/lib/i18n";
import { Badge } from "@/ui/badge";
import { buttonClass } from "@/ui/button";
import { CheckMark } from "@/ui/field";
import { Icon } from "@/ui/icon";
import { Link } from "@/ui/link";
import { Cell, HeadCell, Row, Table } from "@/ui/table";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getT("tower"))("coupons") };
}

export default async function Coupons({ searchParams }: { searchParams: Search }) {
  const cursor = (await asked(searchParams))("cursor");
  const [client, t, locale] = [await towerApi(), await getT("tower"), await getLocale()];
  const list = must(await client.GET("/api/v1/admin/coupons", { params: { query: { limit: 50, cursor } } }));
  const now = new Date().toISOString();
  return (
    <>
      <Head title={t("coupons")} lead={t("couponsLead")}>
        <CsvLink path="/api/v1/admin/coupons" name="coupons" />
        <Link href="/tower/shop/new" className={buttonClass("primary", "small")}><Icon of={Plus} size={16} />{t("newCoupon")}</Link>
      </Head>
      <ShopStrip here="coupons" />
      <Panel title={t("coupons")} note={t("newestFirst")}>
        {list.items.length === 0 ? <Nothing title={t("noCoupons")}>{t("noCouponsText")}</Nothing> : (
          <>
            <Table caption={t("coupons")} head={<tr><HeadCell className="w-8"><SelectAll form="bulk" label={t("tickAll")} /></HeadCell><HeadCell>{t("colCode")}</HeadCell><HeadCell className="max-lg:hidden">{t("colDescription")}</HeadCell><HeadCell number>{t("colOff")}</HeadCell><HeadCell number className="max-md:hidden">{t("colUsed")}</HeadCell><HeadCell className="max-md:hidden">{t("colEnds")}</HeadCell><HeadCell>{t("colState")}</HeadCell></tr>}>
              {list.items.map((coupon) => (
                <Row key={coupon.id}>
                  <Cell><CheckMark name="id" value={coupon.id} form="bulk" className="align-middle" aria-label={t("tick", { name: coupon.terms.code })} /></Cell>
                  <Cell><Link href={`/tower/shop/coupons/${coupon.id}`} className={rowLink}><Code>{coupon.terms.code}</Code></Link></Cell>
                  <Cell className="text-muted max-lg:hidden">{coupon.description}</Cell>
                  <Cell number className="font-semibold">{worthOf(locale, coupon.terms)}</Cell>
                  <Cell number className="max-md:hidden">{coupon.uses ?? 0}{coupon.uses_max !== undefined && <span className="text-muted"> / {coupon.uses_max}</span>}</Cell>
                  <Cell className="text-muted max-md:hidden">{coupon.terms.to ? fullDay(locale, coupon.terms.to.slice(0, 10)) : t("open")}</Cell>
                  <Cell>{coupon.paused ? <Badge icon={CirclePause}>{t("paused")}</Badge> : coupon.terms.to && coupon.terms.to < now ? <Badge tone="muted" icon={TimerOff}>{t("ended")}</Badge> : <Badge tone="leaf" icon={CircleCheck}>{t("active")}</Badge>}</Cell>
                </Row>
              ))}
            </Table>
            <BulkBar id="bulk" actions={[["coupons.pause", t("pause")], ["coupons.resume", t("resume")]]} />
          </>
        )}
        <Pager path="/tower/shop" query={{}} next={list.next_cursor} cursor={cursor} />
      </Panel>
    </>
  );
}

import { SearchCheck, Stethoscope } from "lucide-react";
import type { Metadata } from "next";
import { startWork } from "@/features/tower/actions";
import { towerApi } from "@/features/tower/admin";
import { ActionForm, FormArea, FormField, FormSelect, Submit } from "@/features/tower/form";
import { asked, CsvLink, Head, Nothing, Pager, Panel, rowLink, type Search } from "@/features/tower/parts";
import { Refresh } from "@/features/tower/refresh";
import { OperationState } from "@/features/tower/states";
import { workName } from "@/features/tower/work_name";
import { must } from "@/lib/api/problem";
import { moment } from "@/lib/format/dates";
import { getLocale, getT } from "@/lib/i18n";
import { Icon } from "@/ui/icon";
import { Link } from "@/ui/link";
import { Cell, HeadCell, Row, Table } from "@/ui/table";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getT("tower"))("work") };
}

export default async function Work({ searchParams }: { searchParams: Search }) {
  const cursor = (await asked(searchParams))("cursor");
  const [client, t, locale] = [await towerApi(), await getT("tower"), await getLocale()];
  const list = must(await client.GET("/api/v1/operations", { params: { query: { limit: 30, cursor } } }));
  return (
    <>
      {list.items.some((one) => one.state === "queued" || one.state === "running") && <Refresh every_ms={2_000} />}
      <Head title={t("workTitle")} lead={t("workLead")}><CsvLink path="/api/v1/operations" name="operations" /></Head>
      <div className="grid divide-hair max-lg:divide-y lg:grid-cols-[1.9fr_1fr] lg:divide-x">
        <Panel title={t("workDone")} note={t("newestFirst")}>
          {list.items.length === 0 ? <Nothing title={t("noWork")}>{t("noWorkText")}</Nothing> : (
            <Table caption={t("work")} head={<tr><HeadCell>{t("colWhat")}</HeadCell><HeadCell className="max-md:hidden">{t("colWhen")}</HeadCell><HeadCell number>{t("colRows")}</HeadCell><HeadCell number>{t("colErrors")}</HeadCell><HeadCell>{t("colState")}</HeadCell></tr>}>
              {list.items.map((one) => (
                <Row key={one.id}>
                  <Cell><Link href={`/tower/work/${one.id}`} className={rowLink}>{workName(t, one.kind)}</Link><span className="block text-sm text-muted md:hidden">{moment(locale, one.created)}</span></Cell>
                  <Cell className="text-muted max-md:hidden">{moment(locale, one.created)}</Cell>
                  <Cell number>{one.done}/{one.total}</Cell>
                  <Cell number className={one.errors ? "font-semibold text-danger" : "text-muted"}>{one.errors}</Cell>
                  <Cell><OperationState of={one.state} /></Cell>
                </Row>
              ))}
            </Table>
          )}
          <Pager path="/tower/work" query={{}} next={list.next_cursor} cursor={cursor} />
        </Panel>
        <div className="min-w-0 divide-y divide-hair">
          <Panel title={t("productsInBulk")}>
            <ActionForm id="products" action={startWork}>
              <FormSelect name="what" label={t("colWhat")} className="mb-3" options={[["products.unpublish", t("unpublish")], ["products.publish", t("publish")], ["products.archive", t("archive")], ["products.change_price", t("changePrice")]]} />
              <FormField name="farm" label={t("farmIdAll")} hint={t("farmIdAllHint")} className="mb-3" />
              <FormArea name="ids" label={t("productIds")} hint={t("productIdsHint")} rows={2} className="mb-3" />
              <FormField name="percent" label={t("percent")} hint={t("percentHint")} inputMode="decimal" className="mb-3" />
              <Submit kind="secondary" busy={t("starting")}>{t("start")}</Submit>
            </ActionForm>
          </Panel>
          <Panel title={t("check")}>
            <p className="measure mb-3 text-muted">{t("doctorText")}</p>
            <ActionForm id="doctor" action={startWork} hidden={{ what: "doctor.run" }}><Submit kind="secondary" busy={t("starting")}><Icon of={Stethoscope} />{t("doctor")}</Submit></ActionForm>
            <p className="measure mt-5 mb-3 text-muted">{t("rebuildText")}</p>
            <ActionForm id="rebuild" action={startWork} hidden={{ what: "search.rebuild" }}><Submit kind="secondary" busy={t("starting")}><Icon of={SearchCheck} />{t("rebuild")}</Submit></ActionForm>
          </Panel>
        </div>
      </div>
    </>
  );
}

import { CircleAlert } from "lucide-react";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cancelWork } from "@/features/tower/actions";
import { towerApi } from "@/features/tower/admin";
import { ActionForm, Submit } from "@/features/tower/form";
import { asked, Code, CsvLink, Facts, Head, Nothing, Pager, Panel, textLink, type Search } from "@/features/tower/parts";
import { Refresh } from "@/features/tower/refresh";
import { OperationState } from "@/features/tower/states";
import { workName } from "@/features/tower/work_name";
import { must } from "@/lib/api/problem";
import { moment } from "@/lib/format/dates";
import { getLocale, getT } from "@/lib/i18n";
import { Banner } from "@/ui/banner";
import { Link } from "@/ui/link";
import { Cell, HeadCell, Row, Table } from "@/ui/table";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getT("tower"))("work") };
}

export default async function OneWork({ params, searchParams }: { params: Promise<{ id: string }>; searchParams: Search }) {
  const { id } = await params;
  const cursor = (await asked(searchParams))("cursor");
  const [client, t, locale] = [await towerApi(), await getT("tower"), await getLocale()];
  const answer = await client.GET("/api/v1/operations/{id}", { params: { path: { id } } });
  if (answer.response.status === 404 || answer.response.status === 422) notFound();
  const work = must(answer);
  const errors = must(await client.GET("/api/v1/operations/{id}/errors", { params: { path: { id }, query: { limit: 50, cursor } } }));
  const going = work.state === "queued" || work.state === "running";
  return (
    <>
      {going && <Refresh every_ms={1_000} />}
      <Head title={workName(t, work.kind)} back={{ href: "/tower/work", text: t("workTitle") }} lead={<Code>{work.id}</Code>}>
        <span aria-live="polite"><OperationState of={work.state} /></span>
        {work.errors > 0 && <CsvLink path={`/api/v1/operations/${id}/errors`} name={`errors-${id}`} />}
      </Head>
      <div className="grid divide-hair max-lg:divide-y lg:grid-cols-[1.9fr_1fr] lg:divide-x">
        <div className="min-w-0 divide-y divide-hair">
          <Panel title={t("progress")} note={t("rowsDone", { n: work.done, total: work.total })}>
            <progress aria-label={t("progress")} max={Math.max(1, work.total)} value={work.total === 0 && !going ? 1 : work.done} className="progress block h-2.5 w-full" />
            {Object.keys(work.counts).length > 0 && <Facts className="mt-4" rows={Object.entries(work.counts).map(([name, n]) => [name.replaceAll("_", " "), String(n)] as const)} />}
            {work.failure && <Banner tone="danger" icon={CircleAlert} className="mt-4">{t("workFailed", { code: work.failure.code })} <span lang="en" className="text-muted">{work.failure.detail}</span></Banner>}
            {going && !work.cancel_requested && <ActionForm id="cancel" action={cancelWork} hidden={{ operation: id }} className="mt-4"><p className="measure mb-3 text-muted">{t("cancelWorkText")}</p><Submit kind="danger-outline" busy={t("saving")}>{t("cancelWork")}</Submit></ActionForm>}
            {going && work.cancel_requested && <p className="mt-4 text-muted">{t("cancelAsked")}</p>}
          </Panel>
          <Panel title={t("rowErrors")} note={t("errorsCount", { n: work.errors })}>
            {errors.items.length === 0 ? <Nothing title={t("noRowErrors")} /> : (
              <Table caption={t("rowErrors")} head={<tr><HeadCell number className="w-16">{t("colRow")}</HeadCell><HeadCell>{t("colCode")}</HeadCell><HeadCell>{t("colDetail")}</HeadCell></tr>}>
                {errors.items.map((error, i) => <Row key={i}><Cell number>{error.line}</Cell><Cell><Code>{error.code}</Code>{error.pointer && <span className="block font-mono text-xs text-muted">{error.pointer}</span>}</Cell><Cell lang="en" className="[overflow-wrap:anywhere]">{error.detail}</Cell></Row>)}
              </Table>
            )}
            <Pager path={`/tower/work/${id}`} query={{}} next={errors.next_cursor} cursor={cursor} />
          </Panel>
        </div>
        <Panel title={t("about")}>
          <Facts rows={[
            [t("colMade"), moment(locale, work.created)], work.started ? [t("colStarted"), moment(locale, work.started)] : null, work.finished ? [t("colFinished"), moment(locale, work.finished)] : null,
            [t("by"), <Link key="b" href={`/tower/users/${work.created_by}`} className={textLink}><Code>{work.created_by}</Code></Link>],
            work.farm ? [t("colFarm"), <Code key="f">{work.farm}</Code>] : null,
            ...Object.entries(work.parameters).map(([name, value]) => [name, <Code key={name}>{value}</Code>] as const),
            [t("auditTrail"), <Link key="a" href={`/tower/audit?actor=${work.created_by}`} className={textLink}>{t("show")}</Link>],
          ]} />
        </Panel>
      </div>
    </>
  );
}

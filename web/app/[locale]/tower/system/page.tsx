import type { Metadata } from "next";
import { addSuppression, handleDeadTask, removeSuppression } from "@/features/tower/actions";
import { towerApi } from "@/features/tower/admin";
import { ActionForm, FormField, Submit } from "@/features/tower/form";
import { lookBack } from "@/features/tower/metrics_history";
import { countOf, errorBudget, histogramOf, quantile, sumOf } from "@/features/tower/metrics";
import { figure, HoldsPanel, msText } from "@/features/tower/now";
import { routeFigures } from "@/features/tower/now_data";
import { Code, CsvLink, Facts, Fold, Head, Nothing, Panel } from "@/features/tower/parts";
import { must } from "@/lib/api/problem";
import { moment } from "@/lib/format/dates";
import { getLocale, getT } from "@/lib/i18n";
import { Cell, HeadCell, Row, Table } from "@/ui/table";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getT("tower"))("system") };
}

export default async function System() {
  const [client, t, locale] = [await towerApi(), await getT("tower"), await getLocale()];
  const page = { params: { query: { limit: 100 } } };
  const [back, tasks, dead, mail, settings] = await Promise.all([
    lookBack(3_600_000), client.GET("/api/v1/admin/tasks", page).then(must), client.GET("/api/v1/admin/tasks/dead", page).then(must),
    client.GET("/api/v1/admin/suppressions", page).then(must), client.GET("/api/v1/admin/settings", page).then(must),
  ]);
  const { figures } = back;
  const routes = figures ? routeFigures(figures) : [];
  const holds = figures && histogramOf(figures, "stock_hold_wait_seconds");
  const p99 = holds && quantile(holds, 0.99);
  const requests = routes.reduce((sum, row) => sum + row.count, 0);
  const failed = routes.reduce((sum, row) => sum + row.failed, 0);
  const one = (name: string, unit = 1) => (figures?.has(name) ? figure(locale, sumOf(figures, name) / unit, 1) : "–");
  const started = figures?.get("process_start_time_seconds")?.[0]?.value;
  return (
    <>
      <Head title={t("systemTitle")} lead={started ? t("systemLead", { at: moment(locale, new Date(started * 1000).toISOString()) }) : t("noMetricsText")} />
      <div className="grid divide-hair border-b border-hair max-lg:divide-y lg:grid-cols-[1.9fr_1fr] lg:divide-x">
        <Panel id="routes" title={t("responseTime")} note={t("slowestFirst")}>
          {routes.length === 0 ? <Nothing title={t("noMetrics")}>{t("noMetricsText")}</Nothing> : (
            <>
              <Table caption={t("responseTime")} head={<tr><HeadCell>{t("colRoute")}</HeadCell><HeadCell number className="max-md:hidden">{t("colRequests")}</HeadCell><HeadCell number className="max-md:hidden">p50</HeadCell><HeadCell number>p95, ms</HeadCell><HeadCell number>p99</HeadCell><HeadCell number>5xx</HeadCell></tr>}>
                {routes.slice(0, 14).map((row) => (
                  <Row key={`${row.method} ${row.route}`}>
                    <Cell className="[overflow-wrap:anywhere]"><Code className="text-muted">{row.method}</Code> <Code>{row.route}</Code></Cell>
                    <Cell number className="max-md:hidden">{figure(locale, row.count, 0)}</Cell>
                    <Cell number className="max-md:hidden">{msText(locale, row.p50)}</Cell>
                    <Cell number className={`font-semibold ${(row.p95 ?? 0) > 400 ? "text-danger" : ""}`}>{msText(locale, row.p95)}</Cell>
                    <Cell number>{msText(locale, row.p99)}</Cell>
                    <Cell number className={row.failed ? "font-semibold text-danger" : "text-muted"}>{row.failed}</Cell>
                  </Row>
                ))}
              </Table>
              {routes.length > 14 && <p className="mt-3 text-sm text-muted">{t("routesMore", { n: routes.length - 14 })}</p>}
            </>
          )}
        </Panel>
        <div className="min-w-0 divide-y divide-hair">
          <Panel id="errors" title={t("errorBudget")}>
            <Facts rows={[[t("colRequests"), figure(locale, requests, 0)], [t("failedRequests"), figure(locale, failed, 0)], [t("budgetLeft"), `${figure(locale, errorBudget(requests, failed) * 100, 2)} %`], [t("refusedEarly"), one("http_requests_refused_total")], [t("malformed"), one("http_malformed_requests_total")]]} />
            <p className="mt-3 text-sm text-muted">{t("budgetHow")}</p>
          </Panel>
          <HoldsPanel full data={{ holds: { histogram: holds, p99: p99 === undefined ? undefined : p99 * 1000, count: holds ? countOf(holds) : 0, spark: [] } }} />
          <Panel title={t("machine")}>
            <Facts rows={[[t("memory"), `${one("process_resident_memory_bytes", 1024 * 1024)} MiB`], [t("cpu"), `${one("process_cpu_seconds_total")} s`], [t("threads"), one("process_threads")], [t("connections"), one("http_connections")], [t("storeQueue"), one("store_write_queue_depth")], [t("conflicts"), one("stock_write_conflicts_total")], [t("breaches"), one("stock_invariant_breaches_total")], [t("cacheHits"), `${one("cache_hits_total")} / ${one("cache_misses_total")}`]]} />
          </Panel>
        </div>
      </div>
      <div className="grid divide-hair border-b border-hair max-lg:divide-y lg:grid-cols-2 lg:divide-x">
        <Panel title={t("tasks")} link={<CsvLink path="/api/v1/admin/tasks" name="tasks" />}>
          <Table caption={t("tasks")} head={<tr><HeadCell>{t("colTask")}</HeadCell><HeadCell number>{t("tasksReadyShort")}</HeadCell><HeadCell number>{t("tasksDelayedShort")}</HeadCell><HeadCell number className="max-md:hidden">{t("tasksRunShort")}</HeadCell><HeadCell number>{t("tasksDeadShort")}</HeadCell></tr>}>
            {tasks.items.map((task) => <Row key={task.task}><Cell className="[overflow-wrap:anywhere]"><Code>{task.task}</Code></Cell><Cell number>{task.ready}</Cell><Cell number className="text-muted">{task.delayed}</Cell><Cell number className="max-md:hidden">{task.leased}</Cell><Cell number className={task.dead ? "font-semibold text-danger" : "text-muted"}>{task.dead}</Cell></Row>)}
          </Table>
        </Panel>
        <div className="min-w-0 divide-y divide-hair">
          <Panel title={t("deadTasks")} link={<CsvLink path="/api/v1/admin/tasks/dead" name="dead-tasks" />}>
            {dead.items.length === 0 ? <Nothing title={t("noDead")}>{t("noDeadText")}</Nothing> : (
              <ul>{dead.items.map((task) => (
                <li key={task.id} className="border-b border-hair py-3 last:border-0">
                  <p><Code>{task.task}</Code> <span className="text-sm text-muted">{moment(locale, task.died)} · {t("attempts", { n: task.attempts })}</span></p>
                  <p lang="en" className="text-sm text-danger [overflow-wrap:anywhere]">{task.error}</p>
                  <div className="mt-2 flex flex-wrap gap-2"><ActionForm id={`r-${task.id}`} action={handleDeadTask} hidden={{ task: task.id, do: "retry" }}><Submit kind="secondary" size="small" busy={t("saving")}>{t("retry")}</Submit></ActionForm><ActionForm id={`d-${task.id}`} action={handleDeadTask} hidden={{ task: task.id, do: "remove" }}><Submit kind="danger-outline" size="small" busy={t("saving")}>{t("throwAway")}</Submit></ActionForm></div>
                </li>
              ))}</ul>
            )}
          </Panel>
          <Panel title={t("noMail")} note={t("noMailNote")} link={<CsvLink path="/api/v1/admin/suppressions" name="suppressions" />}>
            {mail.items.length > 0 && <ul className="mb-3">{mail.items.map((one) => <li key={one.id} className="flex flex-wrap items-center gap-3 border-b border-hair py-2"><span className="min-w-0 grow [overflow-wrap:anywhere]">{one.email}<span className="block text-sm text-muted">{one.reason} · {moment(locale, one.created)}</span></span><ActionForm id={`s-${one.id}`} action={removeSuppression} hidden={{ suppression: one.id }}><Submit kind="secondary" size="small" busy={t("saving")}>{t("mailAgain")}</Submit></ActionForm></li>)}</ul>}
            <Fold summary={t("addNoMail")}><ActionForm id="suppress" action={addSuppression} className="max-w-md"><FormField name="email" type="email" label={t("mail")} className="mb-3" /><FormField name="reason" label={t("reason")} maxLength={200} className="mb-3" /><Submit kind="secondary" busy={t("saving")}>{t("save")}</Submit></ActionForm></Fold>
          </Panel>
        </div>
      </div>
      <Panel title={t("settings")} note={t("settingsNote")} link={<CsvLink path="/api/v1/admin/settings" name="settings" />}>
        <Fold summary={t("settingsShow", { n: settings.items.length })}>
          <Table caption={t("settings")} head={<tr><HeadCell>{t("colSetting")}</HeadCell><HeadCell>{t("colValue")}</HeadCell><HeadCell className="max-md:hidden">{t("colSource")}</HeadCell></tr>}>
            {settings.items.map((setting) => <Row key={setting.key}><Cell className="align-top"><Code>{setting.key}</Code><span lang="en" className="block text-sm text-muted max-md:hidden">{setting.description}</span></Cell><Cell className="max-w-96 align-top [overflow-wrap:anywhere]"><Code>{setting.value.length > 120 ? `${setting.value.slice(0, 120)}…` : setting.value || "–"}</Code></Cell><Cell className="align-top text-muted max-md:hidden">{setting.source}</Cell></Row>)}
          </Table>
        </Fold>
      </Panel>
    </>
  );
}

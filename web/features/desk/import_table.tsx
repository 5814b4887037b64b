"use client";
import { CircleAlert, CircleCheck, FileUp, Minus, Pencil, Plus } from "lucide-react";
import { useRef, useState, useTransition } from "react";
import type { Schema } from "@/lib/api/types";
import { useT } from "@/lib/i18n/client";
import { Badge, type Tone } from "@/ui/badge";
import { Banner } from "@/ui/banner";
import { Button } from "@/ui/button";
import { inputClass } from "@/ui/field";
import { Icon } from "@/ui/icon";
import { Cell, HeadCell, Row, Table } from "@/ui/table";
import { untilEnded } from "./operation";
import { keyOf, type RefusalKey } from "./outcome";
import { errorsOf, importEnded, importProducts, previewImport } from "./product_actions";

type Preview = Schema<"ImportPreview">;
type Outcome = Preview["rows"][number]["outcome"];
const tones: Record<Outcome, { tone: Tone; icon: typeof Plus }> = {
  new: { tone: "leaf", icon: Plus },
  changed: { tone: "sky", icon: Pencil },
  same: { tone: "muted", icon: Minus },
  error: { tone: "danger", icon: CircleAlert },
};
const rows_max = 200;

/** A table of products: first what it would do, row by row, then the import itself. */
export function ImportTable() {
  const t = useT("desk");
  const refusal = useT("refusal");
  const [csv, setCsv] = useState("");
  const [preview, setPreview] = useState<Preview | null>(null);
  const [problem, setProblem] = useState<RefusalKey | null>(null);
  const [progress, setProgress] = useState<Schema<"OperationView"> | null>(null);
  const [rowErrors, setRowErrors] = useState<{ line: number; field: string; problem: RefusalKey; detail: string }[]>([]);
  const [busy, start] = useTransition();
  const result = useRef<HTMLDivElement>(null);

  const look = (text: string) => start(async () => {
    setProgress(null);
    setRowErrors([]);
    if (!text.trim()) { setPreview(null); setProblem("empty_table"); return; }
    const outcome = await previewImport(text);
    setProblem(outcome.state === "done" ? null : (outcome.problem ?? "failed"));
    setPreview(outcome.preview ?? null);
    requestAnimationFrame(() => result.current?.focus());
  });
  const run = () => start(async () => {
    const outcome = await importProducts(csv);
    if (!outcome.operation) { setProblem(outcome.problem ?? "failed"); return; }
    const ended = await untilEnded(outcome.operation, setProgress);
    if (ended.errors > 0) setRowErrors(await errorsOf(outcome.operation));
    setPreview(null);
    await importEnded();
    requestAnimationFrame(() => result.current?.focus());
  });

  const counts = preview?.counts as Partial<Record<Outcome, number>> | undefined;
  const worth = (counts?.new ?? 0) + (counts?.changed ?? 0);
  const shown = preview ? [...preview.rows].sort((a, b) => Number(b.outcome === "error") - Number(a.outcome === "error") || a.line - b.line) : [];
  return (
    <div className="grid gap-6">
      <div className="grid gap-4 lg:grid-cols-[18rem_minmax(0,1fr)]">
        <div>
          <label htmlFor="table-file" className="mb-1.5 block font-medium">{t("file")}</label>
          <input
            id="table-file" type="file" accept=".csv,text/csv"
            className="block w-full rounded-control border border-dashed border-line p-3 text-sm file:mr-3 file:rounded-control file:border file:border-line file:bg-surface file:px-3 file:py-2 file:font-semibold file:text-ink"
            onChange={(event) => { const file = event.target.files?.[0]; if (file) void file.text().then((text) => { setCsv(text); look(text); }); }}
          />
          <p className="mt-1.5 text-sm text-muted">{t("fileHint")}</p>
        </div>
        <div>
          <label htmlFor="table-text" className="mb-1.5 block font-medium">{t("orPaste")}</label>
          <textarea id="table-text" rows={5} value={csv} onChange={(event) => setCsv(event.target.value)} spellCheck={false} className={`${inputClass} py-2.5 font-mono text-sm`} placeholder="reference,title,category,variant,unit,price" />
        </div>
      </div>
      <div><Button kind={preview ? "secondary" : "primary"} isBusy={busy && !progress} busy={t("reading")} onClick={() => look(csv)}><Icon of={FileUp} />{t("preview")}</Button></div>

      <div ref={result} tabIndex={-1} className="grid gap-4 outline-none" aria-live="polite">
        {problem && <Banner tone="danger" icon={CircleAlert} alert>{refusal(problem)}</Banner>}
        {progress && (
          progress.state === "done" || progress.state === "failed" || progress.state === "cancelled" ? (
            <Banner tone={progress.state === "done" && progress.errors === 0 ? "leaf" : "amber"} icon={progress.errors === 0 ? CircleCheck : CircleAlert}>
              {progress.state === "done" ? t("imported", { n: progress.done - progress.errors, errors: progress.errors }) : refusal("failed")}
            </Banner>
          ) : <p className="flex items-center gap-3"><progress max={Math.max(1, progress.total)} value={progress.done} aria-label={t("importing")} className="h-2 w-64 accent-leaf" />{t("importingOf", { n: progress.done, total: progress.total })}</p>
        )}
        {rowErrors.length > 0 && (
          <Table caption={t("rowErrors")} head={<tr><HeadCell number>{t("line")}</HeadCell><HeadCell>{t("column")}</HeadCell><HeadCell>{t("whatIsWrong")}</HeadCell></tr>}>
            {rowErrors.map((row, i) => <Row key={i}><Cell number className="w-16">{row.line}</Cell><Cell className="font-mono text-sm">{row.field}</Cell><Cell>{refusal(row.problem)} <span lang="en" className="text-sm text-muted">{row.detail}</span></Cell></Row>)}
          </Table>
        )}
        {preview && (
          <>
            <div className="flex flex-wrap items-center gap-3">
              <p className="font-semibold">{t("previewSays")}</p>
              {(["new", "changed", "same", "error"] as const).map((outcome) => (counts?.[outcome] ?? 0) > 0 && <Badge key={outcome} tone={tones[outcome].tone} icon={tones[outcome].icon}>{t(`row_${outcome}`)}: {counts?.[outcome]}</Badge>)}
              <Button className="ml-auto" isBusy={busy} busy={t("importing")} disabled={worth === 0} onClick={run}>{t("importN", { n: worth })}</Button>
            </div>
            {(counts?.error ?? 0) > 0 && <p className="text-muted">{t("errorsStay")}</p>}
            <Table caption={t("previewSays")} head={<tr><HeadCell number>{t("line")}</HeadCell><HeadCell>{t("row")}</HeadCell><HeadCell>{t("colState")}</HeadCell><HeadCell>{t("whatIsWrong")}</HeadCell></tr>}>
              {shown.slice(0, rows_max).map((row) => (
                <Row key={row.line} className="align-top">
                  <Cell number className="w-14 pt-3">{row.line}</Cell>
                  <Cell className="pt-3"><span className="font-mono text-sm">{row.reference || row.sku}</span> <span className="block text-sm text-muted">{row.variant}</span></Cell>
                  <Cell className="pt-2.5"><Badge tone={tones[row.outcome].tone} icon={tones[row.outcome].icon}>{t(`row_${row.outcome}`)}</Badge></Cell>
                  <Cell className="py-2.5">{row.issues.map((issue, i) => <span key={i} className="block"><span className="font-mono text-sm">{issue.column}</span>: {refusal(keyOfIssue(issue.code))}{issue.value && <> <span className="font-mono text-sm text-danger">{issue.value}</span></>} <span lang="en" className="block text-sm text-muted">{issue.reason}</span></span>)}</Cell>
                </Row>
              ))}
            </Table>
            {shown.length > rows_max && <p className="text-sm text-muted">{t("rowsCut", { n: rows_max, total: shown.length })}</p>}
          </>
        )}
      </div>
    </div>
  );
}

const keyOfIssue = (code: string): RefusalKey => keyOf(code, "invalid");

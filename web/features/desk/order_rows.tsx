"use client";
import { MessageCircleWarning, Snowflake } from "lucide-react";
import Link from "next/link";
import { useState, useTransition } from "react";
import { useHref, useT } from "@/lib/i18n/client";
import { toast } from "@/lib/toast";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { CheckMark } from "@/ui/field";
import { Icon } from "@/ui/icon";
import { StepButton } from "./form";
import { moveMany, takeStep } from "./order_actions";
import type { PartRow } from "./part_rows";
import { partShown, shortId, stepSaid, stepWord, type Step } from "./part_state";

const steps: readonly Step[] = ["packing", "packed", "shipped", "delivered"];

/** Parts of orders, each with its next step; those that are chosen take it together. */
export function OrderRows({ rows, compact }: { rows: PartRow[]; compact?: boolean }) {
  const t = useT("desk");
  const refusal = useT("refusal");
  const href = useHref();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [busy, start] = useTransition();
  const picked = rows.filter((row) => chosen.has(row.order));
  const possible = steps.filter((step) => picked.length > 0 && picked.every((row) => row.steps.includes(step)));
  const choosable = rows.filter((row) => row.steps.length > 0);
  const toggle = (order: string) => setChosen((now) => { const next = new Set(now); if (!next.delete(order)) next.add(order); return next; });

  const move = (to: Step) => start(async () => {
    const outcome = await moveMany(picked.map((row) => row.order), to);
    const first = outcome.rows[0];
    if (outcome.state !== "done") toast({ text: refusal(outcome.problem ?? "failed"), tone: "failed" });
    else if (first) toast({ text: t("bulkPartly", { n: outcome.moved, order: shortId(first.order), why: refusal(first.problem) }), tone: "look" });
    else toast({ text: t("bulkDone", { n: outcome.moved }), tone: "done" });
    setChosen(new Set());
  });

  return (
    <>
      {!compact && choosable.length > 1 && (
        <div className="no-print flex min-h-12 flex-wrap items-center gap-2 border-t border-hair py-1.5">
          <label className="mr-2 inline-flex min-h-11 items-center gap-2.5">
            <CheckMark checked={picked.length === choosable.length} onChange={() => setChosen(picked.length === choosable.length ? new Set() : new Set(choosable.map((row) => row.order)))} />
            {picked.length > 0 ? t("chosenN", { n: picked.length }) : t("chooseAll")}
          </label>
          {possible.map((step) => <Button key={step} kind="secondary" size="small" isBusy={busy} onClick={() => move(step)}>{t(stepWord[step])}</Button>)}
        </div>
      )}
      <ul className="border-t border-hair">
        {rows.map((row) => {
          const shown = partShown[row.status];
          const step = row.steps[0];
          return (
            <li key={row.order} className="flex flex-wrap items-center gap-x-3 gap-y-2 border-b border-hair py-2.5 hover:bg-sunken md:flex-nowrap">
              {!compact && choosable.length > 1 && (row.steps.length > 0 ? <label className="grid size-8 shrink-0 place-items-center max-md:size-11"><CheckMark aria-label={t("chooseOrder", { name: row.name, order: shortId(row.order) })} checked={chosen.has(row.order)} onChange={() => toggle(row.order)} /></label> : <span className="size-8 shrink-0" />)}
              <div className="min-w-0 grow max-md:basis-[70%]">
                <p className="flex flex-wrap items-center gap-x-2">
                  <Link href={href(`/farm/orders/${row.order}`)} prefetch={false} className="font-semibold hover:underline">{row.name}</Link>
                  <span className="font-mono text-xs text-muted">{shortId(row.order)}</span>
                  {row.cold && <span className="inline-flex items-center gap-1 text-xs text-sky"><Icon of={Snowflake} size={13} />{t("cold")}</span>}
                  {row.complaints > 0 && <Badge tone="danger" icon={MessageCircleWarning}>{t("complaintOpen")}</Badge>}
                </p>
                <p className="text-sm text-muted">{row.lines} · <span className="text-ink">{row.total}</span></p>
              </div>
              <p className="w-36 shrink-0 text-sm max-md:w-auto max-md:grow max-md:basis-[40%]">
                <span className="block">{row.dayText}{row.window && `, ${row.window}`}</span>
                <span className="block truncate text-muted">{row.method === "pick_up" ? t("pickUpAt", { place: row.place }) : row.place}</span>
              </p>
              <span className="w-24 shrink-0 max-md:w-auto"><Badge tone={shown.tone} icon={shown.icon}>{t(shown.word)}</Badge></span>
              <span className="flex w-32 shrink-0 justify-end max-md:w-full">
                {step && <StepButton action={takeStep} fields={{ order: row.order, to: step }} said={t(stepSaid[step], { name: row.name })} label={t("stepOf", { step: t(stepWord[step]), name: row.name, order: shortId(row.order) })} className="max-md:grow [&>button]:w-full">{t(stepWord[step])}</StepButton>}
              </span>
            </li>
          );
        })}
      </ul>
    </>
  );
}

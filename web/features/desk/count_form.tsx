"use client";
// The counting of a stock take. Each count keeps the moment at which it was typed: what is sold while somebody walks on
// through the cellar is not part of its difference.
import { Clock } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { localeTag } from "@/lib/format/money";
import { useLocale, useT } from "@/lib/i18n/client";
import { toast } from "@/lib/toast";
import { Icon } from "@/ui/icon";
import { ProduceGround } from "@/ui/produce_ground";
import type { Produce } from "@/ui/produce";
import type { WaitingCount } from "./count_queue";
import { ActionForm, FormField, Submit } from "./form";
import { done, idle, refused, type Outcome, type RefusalKey } from "./outcome";
import { difference, parseQuantity } from "./reading";
import { keepCounts, sendWaiting, useWaitingCounts, waitingNow } from "./waiting_counts";

export interface LotToCount {
  sku: string;
  lot: string;
  code: string;
  location: string;
  title: string;
  variant: string;
  picture: Produce;
  expected: number;
  counted?: number;
}

interface Typed {
  text: string;
  at: number;
}

const asText = (counted: number | undefined) => (counted === undefined ? "" : String(counted));

export function CountForm({ take, user, lots }: { take: string; user: string; lots: LotToCount[] }) {
  const t = useT("desk");
  const refusal = useT("refusal");
  const locale = useLocale();
  const router = useRouter();
  const [typed, setTyped] = useState<Record<string, Typed>>({});
  const kept = new Map(useWaitingCounts().filter((count) => count.user === user && count.take === take).map((count) => [count.lot, count]));
  const number = (value: number, options: Intl.NumberFormatOptions = {}) => new Intl.NumberFormat(localeTag(locale), { maximumFractionDigits: 3, ...options }).format(value);
  const textOf = (lot: LotToCount) => typed[lot.lot]?.text ?? asText(kept.get(lot.lot)?.counted ?? lot.counted);

  /** Into the queue first, then on their way: what does not get through waits there, and CountWatch says so. */
  const send = async (_: Outcome, form: FormData): Promise<Outcome> => {
    const errors: Record<string, RefusalKey> = {};
    const counts: WaitingCount[] = [];
    for (const { lot, sku, counted: before } of lots) {
      const count = typed[lot];
      if (!count || count.text === asText(kept.get(lot)?.counted ?? before)) continue;
      const counted = parseQuantity(count.text);
      if (counted === null) errors[`counted.${lot}`] = count.text.trim() ? "bad_number" : "required";
      else counts.push({ user, take, lot, sku, counted, at: count.at });
    }
    if (Object.keys(errors).length > 0) return refused(errors);
    keepCounts(counts);
    const sent = await sendWaiting(user);
    const left = waitingNow().filter((count) => count.user === user && count.take === take);
    const wrong = left.filter((count) => count.problem);
    if (wrong.length > 0) return { state: "refused", problem: wrong[0]?.problem, errors: Object.fromEntries(wrong.map((count) => [`counted.${count.lot}`, count.problem ?? "failed"])) };
    if (sent.state === "signed_out") return { state: "refused", problem: "unauthenticated" };
    if (left.length > 0) return idle;
    toast({ text: t("countsSaved"), tone: "done" });
    router.refresh();
    return { ...done, goto: String(form.get("goto") ?? "") || undefined };
  };

  const counted = lots.filter((lot) => parseQuantity(textOf(lot)) !== null).length;
  return (
    <ActionForm action={send} label={t("takeTitle")}>
      <ul className="border-t border-hair">
        {lots.map((lot) => {
          const value = parseQuantity(textOf(lot));
          const off = value === null ? 0 : difference(value, lot.expected);
          const waits = kept.get(lot.lot);
          return (
            <li key={lot.lot} className="grid grid-cols-[2.5rem_minmax(0,1fr)_7rem] items-center gap-x-3 gap-y-1 border-b border-hair py-2.5 md:grid-cols-[2.5rem_minmax(0,1fr)_9rem_8rem]">
              <ProduceGround picture={lot.picture.picture} ground={lot.picture.ground} size="tile" />
              <div className="min-w-0">
                <p className="font-semibold">{lot.title} <span className="font-normal text-muted">{lot.variant}</span></p>
                <p className="text-sm break-words text-muted"><span className="font-mono text-ink">{lot.code}</span>{lot.location && `, ${lot.location}`}</p>
              </div>
              <p className="text-sm text-muted max-md:order-last max-md:col-span-2 max-md:col-start-2 md:text-right">
                {t("expectedN", { n: number(lot.expected) })}
                {off !== 0 && <span className={`font-semibold md:block ${off < 0 ? "text-danger" : "text-amber-text"}`}> {t(off < 0 ? "lessN" : "moreN", { n: number(Math.abs(off)) })}</span>}
              </p>
              <FormField
                name={`counted.${lot.lot}`}
                label={<span className="sr-only">{t("countedOf", { title: lot.title, lot: lot.code })}</span>}
                value={textOf(lot)}
                onChange={(event) => setTyped((now) => ({ ...now, [lot.lot]: { text: event.target.value, at: Date.now() } }))}
                inputMode="decimal"
                autoComplete="off"
                className="-mt-1.5"
                error={waits?.problem && textOf(lot) === asText(waits.counted) ? refusal(waits.problem) : undefined}
                hint={waits && !waits.problem ? <span className="inline-flex items-center gap-1"><Icon of={Clock} size={14} />{t("countWaits")}</span> : undefined}
                inputClassName="text-right font-semibold"
              />
            </li>
          );
        })}
      </ul>
      <div className="sticky bottom-[calc(3.5rem+env(safe-area-inset-bottom))] flex flex-wrap items-center justify-between gap-x-6 gap-y-2 border-t border-line bg-surface py-3 md:bottom-0">
        <p className="text-sm text-muted" aria-live="polite">{t("countedOfN", { n: counted, all: lots.length })}</p>
        <div className="flex flex-wrap gap-2">
          <Submit kind="secondary" busy={t("saving")}>{t("save")}</Submit>
          <Submit name="goto" value={`/farm/stock/takes/${take}?show=differences`} busy={t("saving")}>{t("seeDifferences")}</Submit>
        </div>
      </div>
    </ActionForm>
  );
}

import { CircleCheck, CircleSlash, ClipboardPen, Hourglass, ListChecks, type LucideIcon } from "lucide-react";
import { getSkus, getStock, requireSeller } from "@/features/desk/data";
import { FormField, SheetForm } from "@/features/desk/form";
import { DeskHead } from "@/features/desk/frame";
import { openTake } from "@/features/desk/take_actions";
import { must } from "@/lib/api/problem";
import { api } from "@/lib/api/server";
import type { Schema } from "@/lib/api/types";
import { moment } from "@/lib/format/dates";
import { getLocale, getT } from "@/lib/i18n";
import type { Messages } from "@/lib/i18n/messages";
import { Landscape } from "@/ui/art/landscape";
import { landKind } from "@/ui/art/land";
import { Badge, type Tone } from "@/ui/badge";
import { buttonClass } from "@/ui/button";
import { EmptyState } from "@/ui/empty_state";
import { Checkbox } from "@/ui/field";
import { Icon } from "@/ui/icon";
import { Link } from "@/ui/link";

type Status = Schema<"TakeSummary">["status"];

const states: Record<Status, { word: keyof Messages["desk"]; tone: Tone; icon: LucideIcon }> = {
  open: { word: "takeOpen", tone: "sky", icon: ClipboardPen },
  applying: { word: "takeApplying", tone: "amber", icon: Hourglass },
  applied: { word: "takeApplied", tone: "leaf", icon: CircleCheck },
  cancelled: { word: "takeCancelled", tone: "muted", icon: CircleSlash },
};

export async function generateMetadata() {
  return { title: (await getT("desk"))("takesTitle") };
}

export default async function StockTakes() {
  const { farm } = await requireSeller("/farm/stock/takes");
  const [t, locale] = [await getT("desk"), await getLocale()];
  const [takes, stock, skus] = await Promise.all([(await api()).GET("/api/v1/stock-takes", { params: { query: { limit: 100 } } }).then(must), getStock(), getSkus()]);
  const open = takes.items.find((take) => take.status === "open" || take.status === "applying");
  const items = stock.filter((item) => item.lots.length > 0).map((item) => ({ sku: item.sku, name: skus.get(item.sku) })).sort((a, b) => (a.name?.title ?? "").localeCompare(b.name?.title ?? ""));
  const begin = (
    <SheetForm opener={t("takeBegin")} icon={<Icon of={ListChecks} />} kind="primary" size="medium" title={t("takeBegin")} action={openTake} submit={t("takeBegin")}>
      <p className="text-muted">{t("takeBeginText")}</p>
      <FormField name="note" label={t("note")} hint={t("takeNoteHint")} maxLength={200} />
      <fieldset>
        <legend className="font-medium">{t("takeOnly")}</legend>
        <p className="mb-1 text-sm text-muted">{t("takeOnlyHint")}</p>
        {items.map(({ sku, name }) => <Checkbox key={sku} name="skus" value={sku} label={<>{name?.title ?? sku} <span className="text-muted">{name?.variant}</span></>} />)}
      </fieldset>
    </SheetForm>
  );
  return (
    <>
      <DeskHead back={{ href: "/farm/stock", label: t("navStock") }} title={t("takesTitle")} text={t("takesText")}>
        {open ? <Link href={`/farm/stock/takes/${open.id}`} className={buttonClass()}><Icon of={ClipboardPen} />{t("takeGoOn")}</Link> : items.length > 0 && takes.items.length > 0 && begin}
      </DeskHead>
      {takes.items.length === 0 ? (
        <EmptyState art={<Landscape name={`${farm.name} count`} season="autumn" kind={landKind(farm.name, farm.tags)} width={700} height={300} />} title={t("takesEmpty")} actions={items.length > 0 && begin}>{t(items.length > 0 ? "takesEmptyText" : "stockEmptyText")}</EmptyState>
      ) : (
        <ul className="border-t border-hair">
          {takes.items.map((take) => {
            const state = states[take.status];
            return (
              <li key={take.id} className="relative flex flex-wrap items-center gap-x-5 gap-y-1 border-b border-hair py-3 hover:bg-sunken">
                <div className="min-w-0 grow">
                  <Link href={`/farm/stock/takes/${take.id}`} className="font-semibold after:absolute after:inset-0">{moment(locale, take.opened, farm.time_zone)}</Link>
                  {take.note && <p className="break-words">{take.note}</p>}
                  <p className="text-sm text-muted">{[t("countedOfN", { n: take.counted, all: take.lines }), take.status === "applied" && t("differedN", { n: take.differing })].filter(Boolean).join(", ")}</p>
                </div>
                <Badge tone={state.tone} icon={state.icon}>{t(state.word)}</Badge>
              </li>
            );
          })}
        </ul>
      )}
    </>
  );
}

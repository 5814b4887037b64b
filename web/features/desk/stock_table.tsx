"use client";
// The stock table: press on a number to change it in place. Enter saves, Esc restores, arrows move between rows;
// what orders hold cannot be undercut. The number that was saved can be put back from the toast.
import { CircleAlert, CircleCheck, CirclePause, Clock3, ShieldAlert, TriangleAlert } from "lucide-react";
import Link from "next/link";
import { useRef, useState, useTransition, type KeyboardEvent } from "react";
import { flushSync } from "react-dom";
import type { Schema } from "@/lib/api/types";
import { daysBetween, monthDay } from "@/lib/format/dates";
import { formatMoney, localeTag, type Money } from "@/lib/format/money";
import { useHref, useLocale, useT } from "@/lib/i18n/client";
import { useLive } from "@/lib/live/use_live";
import { toast } from "@/lib/toast";
import { Badge } from "@/ui/badge";
import { Icon } from "@/ui/icon";
import { ProduceGround } from "@/ui/produce_ground";
import type { Produce } from "@/ui/produce";
import { deskStock } from "./live";
import type { RefusalKey } from "./outcome";
import { difference, parseQuantity } from "./reading";
import { countLot } from "./stock_actions";

export interface SkuShown {
  title: string;
  variant: string;
  unit: string;
  price?: Money;
  product?: string;
  picture: Produce;
}

interface Row {
  item: Schema<"StockView">;
  lot?: Schema<"Lot">;
  sku: SkuShown;
}

interface Props {
  initial: Schema<"StockView">[];
  skus: Record<string, SkuShown>;
  today: string;
  /** Empty lots are shown too. */
  all?: boolean;
  /** The sku that the page is about: the poll looks at the whole stock. */
  only?: string;
  caption: string;
}

const last_few_part = 0.25;

// What is focused next is there before the next key comes: whoever types faster than frames are drawn would lose what goes nowhere.
const atOnce = (change: () => void, focus: () => void) => {
  flushSync(change);
  focus();
};

export function StockTable({ initial, skus, today, all, only, caption }: Props) {
  const t = useT("desk");
  const refusal = useT("refusal");
  const locale = useLocale();
  const href = useHref();
  const { value: live } = useLive(deskStock, initial);
  // What was saved here and the last look at the stock did not know yet.
  const [mine, setMine] = useState<Record<string, { on_hand: number; seen: Schema<"StockView">[] }>>({});
  const [edit, setEdit] = useState<{ lot: string; text: string; problem?: RefusalKey } | null>(null);
  const [saving, startSaving] = useTransition();
  const inputs = useRef<HTMLInputElement>(null);
  // Whichever came last: the page made again after a change, or a look of the poll.
  const [shown, setShown] = useState({ initial, live, stock: initial });
  if (shown.live !== live) setShown({ initial, live, stock: live });
  else if (shown.initial !== initial) setShown({ initial, live, stock: initial });
  const stock = shown.stock;
  const number = (value: number) => new Intl.NumberFormat(localeTag(locale), { maximumFractionDigits: 3 }).format(value);

  const rows: Row[] = stock.filter((item) => !only || item.sku === only).flatMap((item): Row[] => {
    const sku = skus[item.sku] ?? { title: item.sku, variant: "", unit: item.unit ?? "", picture: { picture: "basket", ground: "pulse" } };
    const lots = item.lots.filter((lot) => all || lot.on_hand > 0 || lot.held > 0);
    return lots.length > 0 ? lots.map((lot) => ({ item, lot, sku })) : [{ item, sku }];
  });
  rows.sort((a, b) => a.sku.title.localeCompare(b.sku.title) || (a.lot?.best_before ?? "").localeCompare(b.lot?.best_before ?? ""));
  const editable = rows.flatMap((row) => (row.lot ? [row.lot.id] : []));
  const onHand = (row: Row) => {
    if (!row.lot) return 0;
    const saved = mine[row.lot.id];
    return saved && saved.seen === stock ? saved.on_hand : row.lot.on_hand;
  };

  const begin = (row: Row) => {
    if (!row.lot) return;
    const { id } = row.lot;
    atOnce(() => setEdit({ lot: id, text: String(onHand(row)) }), () => inputs.current?.select());
  };
  const focusCell = (lot: string) => document.getElementById(`on-hand-${lot}`)?.focus();
  const restore = (lot: string) => atOnce(() => setEdit(null), () => focusCell(lot));

  const save = (row: Row, then?: () => void) => {
    const lot = row.lot;
    if (!lot || !edit) return;
    const before = onHand(row);
    const value = parseQuantity(edit.text);
    if (value === null) return setEdit({ ...edit, problem: "bad_number" });
    if (value < lot.held) return setEdit({ ...edit, problem: "stock_is_held" });
    if (difference(value, before) === 0) { setEdit(null); then?.(); return; }
    setMine((now) => ({ ...now, [lot.id]: { on_hand: value, seen: stock } }));
    setEdit(null);
    then?.();
    startSaving(async () => {
      const outcome = await countLot({ sku: row.item.sku, lot: lot.id, from: before, to: value, reason: t("counted"), key: crypto.randomUUID() });
      if (outcome.state !== "done") {
        setMine((now) => Object.fromEntries(Object.entries(now).filter(([id]) => id !== lot.id)));
        setEdit({ lot: lot.id, text: String(value), problem: outcome.problem ?? "failed" });
        toast({ text: refusal(outcome.problem ?? "failed"), tone: "failed" });
        return;
      }
      const undo = () => startSaving(async () => {
        const back = await countLot({ sku: row.item.sku, lot: lot.id, from: value, to: before, reason: t("countUndone"), key: crypto.randomUUID() });
        toast(back.state === "done" ? { text: t("restored", { title: row.sku.title, n: number(before) }), tone: "done" } : { text: refusal(back.problem ?? "failed"), tone: "failed" });
      });
      toast({ text: t("saved", { title: row.sku.title, n: number(value) }), tone: "done", action: { label: t("undo"), run: undo } });
    });
  };

  const onKey = (event: KeyboardEvent, row: Row) => {
    const lot = row.lot?.id ?? "";
    const at = editable.indexOf(lot);
    const move = (by: number) => {
      const next = editable[at + by];
      const target = rows.find((other) => other.lot?.id === next);
      if (!next || !target) return;
      event.preventDefault();
      if (edit) save(row, () => begin(target));
      else focusCell(next);
    };
    if (event.key === "ArrowDown") move(1);
    else if (event.key === "ArrowUp") move(-1);
    else if (edit && event.key === "Enter") { event.preventDefault(); save(row, () => restore(lot)); }
    else if (edit && event.key === "Escape") { event.preventDefault(); event.stopPropagation(); restore(lot); }
    else if (!edit && /^[0-9]$/.test(event.key)) { event.preventDefault(); atOnce(() => setEdit({ lot, text: event.key }), () => inputs.current?.focus()); }
  };

  const cell = "px-2 py-1.5 align-middle";
  return (
    <div aria-busy={saving || undefined}>
      <table className="w-full border-collapse text-left max-md:block">
        <caption className="sr-only">{caption}</caption>
        <thead className="text-sm text-muted max-md:sr-only">
          <tr className="border-b border-hair">
            {([["colCrop", ""], ["colLot", ""], ["colOnHand", "text-right"], ["colHeld", "text-right"], ["colFree", "text-right"], ["colSellBy", ""], ["colPrice", "text-right"], ["colState", "pl-4"]] as const).map(([key, extra]) => <th key={key} scope="col" className={`px-2 py-2.5 font-normal first:pl-0 last:pr-0 ${extra}`}>{t(key)}</th>)}
          </tr>
        </thead>
        <tbody className="max-md:block">
          {rows.map((row) => {
            const lot = row.lot;
            const editing = lot && edit?.lot === lot.id ? edit : null;
            const typed = editing ? parseQuantity(editing.text) : null;
            const hand = editing ? (typed ?? onHand(row)) : onHand(row);
            const free = Math.max(0, difference(hand, lot?.held ?? 0));
            const problem = editing?.problem ?? (editing && typed !== null && typed < (lot?.held ?? 0) ? "stock_is_held" : undefined);
            return (
              <tr key={lot?.id ?? row.item.sku} className={`border-b border-hair max-md:grid max-md:grid-cols-[2.5rem_minmax(0,1fr)_auto] max-md:items-center max-md:gap-x-3 max-md:py-2 md:h-11.5 ${editing ? "bg-leaf-wash md:shadow-[inset_3px_0_0_var(--color-leaf)]" : "hover:bg-sunken"}`}>
                <th scope="row" className={`font-semibold max-md:contents md:py-1.5 md:pr-2 ${editing ? "md:pl-2.5" : ""}`}>
                  <ProduceGround picture={row.sku.picture.picture} ground={row.sku.picture.ground} size="tile" className="md:hidden" />
                  <span className="max-md:min-w-0">
                    <Link href={href(`/farm/stock/${row.item.sku}`)} prefetch={false} className="hover:underline">{row.sku.title}</Link>{" "}
                    <span className="font-normal text-muted">{row.sku.variant}</span>
                    <span className="block font-mono text-xs font-normal text-muted md:hidden">{lot?.lot_code ?? t("noLot")}{lot && <span className="font-sans"> · {monthDay(locale, lot.best_before)}</span>}</span>
                    <span className="mt-1 block md:hidden">{badge(row)}</span>
                  </span>
                </th>
                <td className={`${cell} font-mono text-sm whitespace-nowrap text-muted max-md:hidden`}>{lot?.lot_code ?? <span className="font-sans">{t("noLot")}</span>}</td>
                <td className={`${cell} text-right max-md:px-0`}>
                  {lot ? (
                    editing ? (
                      <span className="relative inline-block">
                        <input
                          ref={inputs}
                          inputMode="decimal"
                          aria-label={t("onHandOf", { title: row.sku.title, lot: lot.lot_code })}
                          aria-invalid={problem ? true : undefined}
                          aria-describedby={`edit-help-${lot.id}`}
                          value={editing.text}
                          onChange={(event) => setEdit({ lot: lot.id, text: event.target.value })}
                          onKeyDown={(event) => onKey(event, row)}
                          onBlur={() => { if (edit?.lot === lot.id && !edit.problem && parseQuantity(edit.text) === onHand(row)) setEdit(null); }}
                          className="h-9 w-20 rounded-control border border-focus bg-surface px-2.5 text-right font-medium outline-2 outline-offset-1 outline-focus aria-invalid:border-danger aria-invalid:outline-danger max-md:h-11"
                        />
                      </span>
                    ) : (
                      <button type="button" id={`on-hand-${lot.id}`} onClick={() => begin(row)} onKeyDown={(event) => onKey(event, row)} aria-label={t("editOnHand", { title: row.sku.title, lot: lot.lot_code, n: number(hand) })} className="min-h-8 min-w-16 rounded-control border border-transparent px-2 text-right hover:border-line max-md:min-h-11 max-md:border-hair max-md:text-lg max-md:font-semibold md:-mr-2">
                        {number(hand)}
                      </button>
                    )
                  ) : <span className="text-muted">0</span>}
                  <span className="block text-xs text-muted md:hidden">{t("freeShort", { n: number(free) })}</span>
                </td>
                <td className={`${cell} text-right max-md:hidden`}>{number(lot?.held ?? row.item.reserved)}</td>
                <td key={`free-${free}`} className={`${cell} text-right font-semibold max-md:hidden`}>{number(free)}</td>
                <td className={`${cell} whitespace-nowrap max-md:hidden`}>{lot ? monthDay(locale, lot.best_before) : ""}</td>
                <td className={`${cell} text-right max-md:hidden`}>{row.sku.price ? formatMoney(locale, row.sku.price) : ""}</td>
                <td className={`${cell} pr-0 pl-4 whitespace-nowrap ${editing ? "max-md:col-span-3 max-md:px-0" : "max-md:hidden"}`}>
                  {editing && lot ? (
                    <span id={`edit-help-${lot.id}`} className="inline-flex flex-wrap items-center gap-1.5 text-sm text-muted">
                      {problem ? (
                        <span role="alert" className="inline-flex items-center gap-1.5 font-medium text-danger"><Icon of={CircleAlert} size={15} />{problem === "stock_is_held" ? t("heldMin", { n: number(lot.held) }) : refusal(problem)}</span>
                      ) : (
                        <span className="inline-flex items-center gap-1.5 max-md:hidden"><Kbd>Enter</Kbd>{t("keySave")}<Kbd>Esc</Kbd></span>
                      )}
                      <span className="inline-flex gap-2 md:hidden">
                        <button type="button" onClick={() => save(row, () => restore(lot.id))} className="min-h-11 rounded-control bg-leaf px-4 font-semibold text-on-leaf">{t("save")}</button>
                        <button type="button" onClick={() => restore(lot.id)} className="min-h-11 px-2 font-semibold text-ink">{t("cancel")}</button>
                      </span>
                    </span>
                  ) : badge(row)}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );

  function badge(row: Row) {
    const lot = row.lot;
    if (!lot || (lot.on_hand === 0 && lot.status === "sellable")) return <Badge tone="danger" icon={ShieldAlert}>{t("stateOut")}</Badge>;
    if (lot.status === "quarantined") return <Badge tone="plain" icon={CirclePause}>{t("stateHeldBack")}</Badge>;
    if (lot.status === "recalled") return <Badge tone="danger" icon={ShieldAlert}>{t("stateRecalled")}</Badge>;
    if (lot.status === "expired") return <Badge tone="danger" icon={Clock3}>{t("stateExpired")}</Badge>;
    const days = daysBetween(today, lot.best_before);
    if (days <= 4) return <Badge tone="amber" icon={Clock3}>{days < 0 ? t("stateExpired") : t("stateDays", { n: days })}</Badge>;
    if (row.item.low || (row.item.threshold > 0 && row.item.available <= row.item.threshold * (1 + last_few_part))) return <Badge tone="amber" icon={TriangleAlert}>{t("stateLast", { n: number(row.item.available) })}</Badge>;
    return <Badge tone="leaf" icon={CircleCheck}>{t("stateLive")}</Badge>;
  }
}

function Kbd({ children }: { children: string }) {
  return <kbd className="rounded-mark border border-hair bg-surface px-1.5 font-mono text-2xs text-ink">{children}</kbd>;
}

"use client";
import { useEffect, useRef, useState, useTransition } from "react";
import type { AddWords } from "@/features/cart/add_to_box";
import type { BoxAnswer } from "@/features/cart/actions";
import { formatMoney, localeTag, timesQuantity, type Money } from "@/lib/format/money";
import type { Locale } from "@/lib/i18n/path";
import { stockOf } from "@/lib/live/topics";
import { useLive } from "@/lib/live/use_live";
import { freshKey } from "@/lib/random";
import { toast } from "@/lib/toast";
import { Button } from "@/ui/button";
import { RadioCard } from "@/ui/radio_card";
import { Stepper } from "@/ui/stepper";

export interface Choice {
  sku: string;
  title: string;
  price: Money;
  /** The price and what it is per unit. */
  text: string;
  /** Of the least that one can buy, in words of the server: the first currency a browser writes takes a phone over 100 ms. */
  leastSum: string;
  step: number;
  min: number;
  inBox: number;
}

interface Props {
  slug: string;
  locale: Locale;
  choices: Choice[];
  stock: Record<string, number>;
  words: AddWords & { variants: string; quantity: string; addSum: string; adding: string; left: string; live: string; asOf: string; none: string };
  add: (form: FormData) => Promise<BoxAnswer>;
  /** Of the form as it is posted without a script: twice it is added once. With one each press that came through gets another. */
  formKey: string;
}

/** On the reader's own clock. */
const hourAndMinute = (locale: Locale, at_ms: number) => new Date(at_ms).toLocaleTimeString(localeTag(locale), { hour: "numeric", minute: "2-digit" });

const leastOf = (choice: Choice) => Math.max(choice.min, choice.step);

/** Variant, count and the button with its sum; what is free is polled and changes in place. */
export function BuyBox({ slug, locale, choices, stock, words, add, formKey }: Props) {
  const [sku, setSku] = useState(choices[0]?.sku ?? "");
  const choice = choices.find((c) => c.sku === sku) ?? choices[0];
  const [count, setCount] = useState(choice ? leastOf(choice) : 1);
  const { value: live, stale_since_ms } = useLive(stockOf(slug), stock);
  const [pending, start] = useTransition();
  const key = useRef<string>(undefined);
  const row = useRef<HTMLDivElement>(null);
  const [away, setAway] = useState(false);
  useEffect(() => {
    if (!row.current) return;
    const observer = new IntersectionObserver(([entry]) => setAway(Boolean(entry && !entry.isIntersecting && entry.boundingClientRect.top < 0)));
    observer.observe(row.current);
    return () => observer.disconnect();
  }, []);
  if (!choice) return null;
  const free = live[choice.sku] ?? 0;
  const quantity = Math.min(count, Math.max(free, choice.step));
  const sum = quantity === leastOf(choice) ? choice.leastSum : formatMoney(locale, timesQuantity(choice.price, quantity));
  const press = () =>
    start(async () => {
      const form = new FormData();
      form.set("sku", choice.sku);
      form.set("quantity", String(quantity));
      form.set("key", (key.current ??= freshKey()));
      const answer = await add(form).catch((): BoxAnswer => ({ quantity: 0, outcome: "failed" }));
      // Of what failed nobody knows how far it came: the next press is the same one.
      if (answer.outcome !== "failed") key.current = undefined;
      if (answer.outcome === "done") toast({ text: words.added, tone: "done" });
      else if (answer.outcome === "only") toast({ text: words.onlyLeft.replaceAll("{n}", String(answer.quantity)), tone: "look" });
      else if (answer.outcome === "sold_out") toast({ text: words.soldOut, tone: "look" });
      else toast({ text: words.failed, tone: "failed" });
    });
  const button = (
    <Button type="submit" size="medium" className="h-11 grow" disabled={free <= 0} isBusy={pending} busy={words.adding} onClick={(event) => { event.preventDefault(); press(); }}>
      {free > 0 ? words.addSum.replace("{sum}", sum) : words.soldOut}
    </Button>
  );
  const stepper = <Stepper value={quantity} min={leastOf(choice)} max={Math.max(free, choice.step)} step={choice.step} label={words.quantity} less={words.less} more={words.more} onChange={setCount} />;
  return (
    <form action={add as unknown as (form: FormData) => Promise<void>} className="mt-4">
      {choices.length > 1 ? (
        <fieldset>
          <legend className="sr-only">{words.variants}</legend>
          <div className="grid grid-cols-2 gap-2 sm:grid-cols-3">
            {choices.map((c) => <RadioCard key={c.sku} name="sku" value={c.sku} checked={c.sku === choice.sku} onChange={() => { setSku(c.sku); setCount(leastOf(c)); }} title={c.title} text={c.text} />)}
          </div>
        </fieldset>
      ) : <input type="hidden" name="sku" value={choice.sku} />}
      <input type="hidden" name="quantity" value={quantity} />
      <input type="hidden" name="key" value={formKey} />
      <div ref={row} className="mt-3 flex gap-2">{stepper}{button}</div>
      <p className="mt-3 flex items-center gap-2" role="status">
        <span aria-hidden className={`size-2 rounded-full ${free > 0 && stale_since_ms === undefined ? "animate-breathe bg-leaf" : "bg-line"}`} />
        <span key={free} className="figure-changed"><strong className="font-semibold">{free > 0 ? words.left.replace("{n}", String(free)) : words.none}</strong></span>
        {stale_since_ms !== undefined ? <span className="text-muted">{words.asOf.replace("{time}", hourAndMinute(locale, stale_since_ms))}</span> : free > 0 && <span className="text-muted">{words.live}</span>}
      </p>
      {away && free > 0 && (
        <div className="toast-in fixed inset-x-0 bottom-[calc(3.5rem+env(safe-area-inset-bottom))] z-(--z-sticky) flex gap-2 border-t border-hair bg-surface px-4 py-2.5 md:hidden">{stepper}{button}</div>
      )}
    </form>
  );
}

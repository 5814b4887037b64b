"use client";
import { CreditCard, TriangleAlert } from "lucide-react";
import { useActionState, useEffect, useRef } from "react";
import { Banner } from "@/ui/banner";
import { Button } from "@/ui/button";
import { Field } from "@/ui/field";
import { RadioCard } from "@/ui/radio_card";
import type { PayState } from "./actions";

interface Props {
  pay: (state: PayState, form: FormData) => Promise<PayState>;
  payKey: string;
  email: string;
  total: number;
  hash: string;
  ready: boolean;
  cards: { token: string; title: string; text: string }[];
  words: Record<"payment" | "email" | "emailHint" | "emailWrong" | "testCards" | "pay" | "paying" | "addressFirst" | "declinedTitle" | "declined" | "declinedFunds" | "declinedExpired" | "soldOutTitle" | "soldOut" | "changedTitle" | "changed" | "failed" | "gone" | "left", string>;
}

/** The email for the receipt, a test card, and the button that repeats the total. */
export function PayForm({ pay, payKey, email, total, hash, ready, cards, words }: Props) {
  const [state, act, pending] = useActionState<PayState, FormData>(pay, { outcome: "none", attempt: 0 });
  const said = useRef<HTMLDivElement>(null);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (state.outcome === "invalid") form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
    else if (state.outcome !== "none") said.current?.focus();
  }, [state]);
  const reason = state.reason === "insufficient_funds" ? words.declinedFunds : state.reason === "expired_card" ? words.declinedExpired : words.declined;
  return (
    <form ref={form} id="pay" action={act} noValidate>
      <section aria-labelledby="payment" className="mt-12">
        <h2 id="payment" className="display text-2xl">{words.payment}</h2>
        <div ref={said} tabIndex={-1} className="outline-none">
          {state.outcome === "declined" && <Banner tone="danger" icon={CreditCard} alert className="mt-4"><strong>{words.declinedTitle}</strong> {reason}</Banner>}
          {state.outcome === "sold_out" && (
            <Banner tone="amber" icon={TriangleAlert} alert className="mt-4">
              <strong>{words.soldOutTitle}</strong> {words.soldOut}
              {state.gone && state.gone.length > 0 && <ul className="mt-2">{state.gone.map((line) => <li key={line.title}>{(line.available > 0 ? words.left : words.gone).replace("{title}", line.title).replace("{n}", String(line.available))}</li>)}</ul>}
            </Banner>
          )}
          {state.outcome === "changed" && <Banner tone="amber" icon={TriangleAlert} alert className="mt-4"><strong>{words.changedTitle}</strong> {words.changed}</Banner>}
          {(state.outcome === "failed" || state.outcome === "no_box") && <Banner tone="danger" icon={TriangleAlert} alert className="mt-4">{words.failed}</Banner>}
        </div>
        <input type="hidden" name="key" value={payKey} /><input type="hidden" name="total" value={total} /><input type="hidden" name="hash" value={hash} />
        <Field className="mt-4 max-w-md" label={words.email} name="email" type="email" autoComplete="email" defaultValue={state.email ?? email} hint={words.emailHint} error={state.outcome === "invalid" ? words.emailWrong : undefined} />
        <fieldset className="mt-5">
          <legend className="mb-1.5 font-medium">{words.testCards}</legend>
          <div className="grid gap-2 sm:grid-cols-2">{cards.map((card, i) => <RadioCard key={card.token} name="payment_method" value={card.token} defaultChecked={i === 0} title={card.title} text={card.text} />)}</div>
        </fieldset>
        <div className="mt-6">
          <Button type="submit" size="large" className="w-full sm:w-auto sm:min-w-72" disabled={!ready} isBusy={pending} busy={words.paying}>{words.pay}</Button>
          {!ready && <p className="mt-2 text-sm text-muted">{words.addressFirst}</p>}
        </div>
      </section>
    </form>
  );
}

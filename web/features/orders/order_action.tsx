"use client";
import { useActionState, type ReactNode } from "react";
import { Button, type ButtonKind } from "@/ui/button";
import type { OrderState } from "./actions";

interface Props {
  order: string;
  act: (state: OrderState, form: FormData) => Promise<OrderState>;
  label: ReactNode;
  busy: string;
  kind?: ButtonKind;
  words: Partial<Record<OrderState["outcome"], string>>;
  children?: ReactNode;
}

/** One button that changes an order, and what came of it. */
export function OrderAction({ order, act, label, busy, kind, words, children }: Props) {
  const [state, run, pending] = useActionState<OrderState, FormData>(act, { outcome: "none" });
  const said = words[state.outcome];
  return (
    <form action={run}>
      <input type="hidden" name="order" value={order} />
      {children}
      {state.outcome !== "done" && <Button type="submit" kind={kind} isBusy={pending} busy={busy}>{label}</Button>}
      {said && <p role={state.outcome === "done" ? "status" : "alert"} className={`mt-2 text-sm ${state.outcome === "done" ? "text-leaf" : "text-danger"}`}>{said}</p>}
    </form>
  );
}

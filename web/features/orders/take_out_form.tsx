"use client";
import { useActionState, type ReactNode } from "react";
import { Button } from "@/ui/button";
import type { OrderState } from "./actions";

interface Props {
  order: string;
  act: (state: OrderState, form: FormData) => Promise<OrderState>;
  words: Record<"title" | "go" | "busy" | "done" | "invalid" | "too_late" | "failed", string>;
  /** The fields; none: nothing can be taken out any more, and what came of it stays to be read. */
  children?: ReactNode;
}

/** Lines of an order that are not wanted any more. Open once something was asked, so that the answer shows without a script, too. */
export function TakeOutForm({ order, act, words, children }: Props) {
  const [state, run, pending] = useActionState<OrderState, FormData>(act, { outcome: "none" });
  const said = state.outcome === "none" || state.outcome === "declined" ? undefined : words[state.outcome];
  const answer = said && <p role={state.outcome === "done" ? "status" : "alert"} className={`mt-3 text-sm ${state.outcome === "done" ? "text-leaf" : "text-danger"}`}>{said}</p>;
  if (!children) return answer || null;
  return (
    <details open={state.outcome !== "none" || undefined} className="mt-5 rounded-card border border-hair p-4">
      <summary className="font-semibold">{words.title}</summary>
      <form action={run} className="mt-3">
        <input type="hidden" name="order" value={order} />
        {children}
        <Button type="submit" kind="danger-outline" isBusy={pending} busy={words.busy}>{words.go}</Button>
        {answer}
      </form>
    </details>
  );
}

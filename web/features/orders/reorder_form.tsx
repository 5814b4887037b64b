"use client";
import { useActionState, type ReactNode } from "react";
import { Button } from "@/ui/button";
import type { ReorderState } from "./actions";

interface Props {
  order: string;
  act: (state: ReorderState, form: FormData) => Promise<ReorderState>;
  words: Record<"go" | "busy" | "failed" | "some" | "nothing" | "not_for_sale" | "sold_out" | "fewer_left", string>;
  toBox: ReactNode;
}

/** Puts the order into a new box; where not all of it can be had again, says what before the buyer goes there. */
export function ReorderForm({ order, act, words, toBox }: Props) {
  const [state, run, pending] = useActionState<ReorderState, FormData>(act, { outcome: "none", left_out: [] });
  return (
    <form action={run}>
      <input type="hidden" name="order" value={order} />
      {state.outcome === "none" || state.outcome === "failed" ? <Button type="submit" kind="secondary" isBusy={pending} busy={words.busy}>{words.go}</Button> : (
        <div role="status" className="rounded-control bg-sun-wash px-4 py-3">
          <p className="font-semibold">{words[state.outcome]}</p>
          <ul className="mt-1 list-disc pl-5">{state.left_out.map(({ sku, title, reason, wanted, put }) => <li key={sku}>{words[reason].replace("{title}", title).replace("{put}", String(put)).replace("{wanted}", String(wanted))}</li>)}</ul>
          {state.outcome === "some" && <p className="mt-3">{toBox}</p>}
        </div>
      )}
      {state.outcome === "failed" && <p role="alert" className="mt-2 text-sm text-danger">{words.failed}</p>}
    </form>
  );
}

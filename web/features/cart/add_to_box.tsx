"use client";
import { Plus } from "lucide-react";
import { useOptimistic, useTransition } from "react";
import { toast } from "@/lib/toast";
import { Icon } from "@/ui/icon";
import { Stepper } from "@/ui/stepper";
import type { BoxAnswer } from "./actions";

export interface AddWords {
  add: string;
  inBox: string;
  less: string;
  more: string;
  undo: string;
  added: string;
  removed: string;
  onlyLeft: string;
  soldOut: string;
  failed: string;
}

interface Props {
  sku: string;
  quantity: number;
  step: number;
  max: number;
  words: AddWords;
  set: (form: FormData) => Promise<BoxAnswer>;
}

/** The 40 px button of a card, a stepper once there is something in the box. The count moves at once; the box follows or puts it back. */
export function AddToBox({ sku, quantity, step, max, words, set }: Props) {
  const [shown, setShown] = useOptimistic(quantity);
  const [, start] = useTransition();
  const change = (next: number, quiet = false) => {
    const before = shown;
    start(async () => {
      setShown(next);
      const form = new FormData();
      form.set("sku", sku);
      form.set("quantity", String(next));
      const answer = await set(form).catch((): BoxAnswer => ({ quantity: before, outcome: "failed" }));
      if (answer.outcome === "only") toast({ text: words.onlyLeft.replaceAll("{n}", String(answer.quantity)), tone: "look" });
      else if (answer.outcome === "sold_out") toast({ text: words.soldOut, tone: "look" });
      else if (answer.outcome === "failed") toast({ text: words.failed, tone: "failed" });
      else if (quiet) return;
      else if (next === 0) toast({ text: words.removed, tone: "removed", action: { label: words.undo, run: () => change(before, true) } });
      else if (before === 0) toast({ text: words.added, tone: "done", action: { label: words.undo, run: () => change(0, true) } });
    });
  };
  return (
    <form action={set as unknown as (form: FormData) => Promise<void>} className="relative z-1 flex flex-col">
      <input type="hidden" name="sku" value={sku} />
      {shown > 0 ? (
        <Stepper size="small" value={shown} step={step} max={max} label={words.inBox} less={words.less} more={words.more} name="quantity" onChange={(next) => change(next)} />
      ) : (
        <button
          type="submit"
          name="quantity"
          value={step}
          aria-label={words.add}
          onClick={(event) => { event.preventDefault(); change(step); }}
          className="grid size-10 place-items-center rounded-control border border-leaf bg-surface text-leaf transition-colors duration-[90ms] hover:bg-leaf hover:text-on-leaf max-md:size-11"
        >
          <Icon of={Plus} size={18} />
        </button>
      )}
    </form>
  );
}

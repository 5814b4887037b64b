"use client";
import { Trash2 } from "lucide-react";
import { useOptimistic, useState, useTransition } from "react";
import { toast } from "@/lib/toast";
import { Icon } from "@/ui/icon";
import { Stepper } from "@/ui/stepper";
import type { BoxAnswer } from "./actions";
import type { AddWords } from "./add_to_box";

/** The count of a line. Taken out, its place says so for as long as a toast lives, with Undo. */
export function LineStepper({ sku, quantity, words, set }: { sku: string; quantity: number; words: AddWords; set: (form: FormData) => Promise<BoxAnswer> }) {
  const [shown, setShown] = useOptimistic(quantity);
  const [, start] = useTransition();
  const [before, setBefore] = useState(quantity);
  const change = (next: number) =>
    start(async () => {
      setShown(next);
      if (next === 0) setBefore(quantity);
      const form = new FormData();
      form.set("sku", sku);
      form.set("quantity", String(next));
      const answer = await set(form).catch((): BoxAnswer => ({ quantity, outcome: "failed" }));
      if (answer.outcome === "only") toast({ text: words.onlyLeft.replaceAll("{n}", String(answer.quantity)), tone: "look" });
      else if (answer.outcome === "sold_out") toast({ text: words.soldOut, tone: "look" });
      else if (answer.outcome === "failed") toast({ text: words.failed, tone: "failed" });
      else if (next === 0) toast({ text: words.removed, tone: "removed", action: { label: words.undo, run: () => change(before || quantity) } });
    });
  return (
    <form action={set as unknown as (form: FormData) => Promise<void>} className="flex items-center">
      <input type="hidden" name="sku" value={sku} />
      {shown === 0 ? (
        <span className="inline-flex h-11 items-center gap-2 text-muted"><Icon of={Trash2} size={16} />{words.removed}</span>
      ) : (
        <Stepper value={shown} label={words.inBox} less={words.less} more={words.more} name="quantity" onChange={change} />
      )}
    </form>
  );
}

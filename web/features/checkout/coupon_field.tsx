"use client";
import { X } from "lucide-react";
import { useActionState } from "react";
import { Button } from "@/ui/button";
import { Field } from "@/ui/field";
import { Icon } from "@/ui/icon";
import type { CouponState } from "./actions";

export function CouponField({ code, change, words }: { code?: string; change: (state: CouponState, form: FormData) => Promise<CouponState>; words: { label: string; add: string; remove: string; unknown: string; failed: string } }) {
  const [state, act, pending] = useActionState<CouponState, FormData>(change, { outcome: "none" });
  if (code) {
    return (
      <form action={act}>
        <input type="hidden" name="code" value={code} /><input type="hidden" name="remove" value="1" />
        <button type="submit" aria-label={words.remove} className="grid size-11 place-items-center text-muted hover:text-ink"><Icon of={X} size={16} /></button>
      </form>
    );
  }
  return (
    <form action={act} className="flex items-end gap-2 pb-2">
      <Field label={words.label} name="code" autoComplete="off" className="grow" required error={state.outcome === "unknown" ? words.unknown : state.outcome === "failed" ? words.failed : undefined} />
      <Button type="submit" kind="secondary" isBusy={pending} className={state.outcome === "unknown" || state.outcome === "failed" ? "mb-6" : ""}>{words.add}</Button>
    </form>
  );
}

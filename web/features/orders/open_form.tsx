"use client";
import { CircleAlert } from "lucide-react";
import { useActionState, useEffect, useRef } from "react";
import { Button } from "@/ui/button";
import { Field } from "@/ui/field";
import { Icon } from "@/ui/icon";
import type { OpenState } from "./open_order";

interface Props {
  /** What the order's field begins with. */
  order: string;
  act: (state: OpenState, form: FormData) => Promise<OpenState>;
  words: Record<"order" | "orderHint" | "email" | "emailHint" | "go" | "busy" | "no_id" | "no_email" | "unknown" | "wait" | "failed", string>;
}

/** An order's id and the address that it was placed with open it in this browser. */
export function OpenForm({ order, act, words }: Props) {
  const [state, run, pending] = useActionState<OpenState, FormData>(act, { outcome: "none", order, email: "" });
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus(), [state]);
  const { outcome } = state;
  return (
    <form ref={form} id="open-order" action={run} noValidate className="grid max-w-md gap-4">
      <Field label={words.order} name="order" hint={words.orderHint} defaultValue={state.order} error={outcome === "no_id" ? words.no_id : undefined} autoComplete="off" autoCapitalize="none" spellCheck={false} inputClassName="font-mono" />
      <Field label={words.email} name="email" type="email" hint={words.emailHint} defaultValue={state.email} error={outcome === "no_email" ? words.no_email : undefined} autoComplete="email" />
      {(outcome === "unknown" || outcome === "wait" || outcome === "failed") && <p role="alert" className="flex items-start gap-2 text-danger"><Icon of={CircleAlert} size={17} className="mt-0.5" />{words[outcome]}</p>}
      <div><Button type="submit" isBusy={pending} busy={words.busy}>{words.go}</Button></div>
    </form>
  );
}

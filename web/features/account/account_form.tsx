"use client";
import { CircleAlert, CircleCheck } from "lucide-react";
import { useActionState, useEffect, useRef, type ReactNode } from "react";
import { Button, type ButtonKind } from "@/ui/button";
import { Field } from "@/ui/field";
import { Icon } from "@/ui/icon";
import type { AccountOutcome, AccountState } from "./actions";

export interface FieldSpec {
  name: string;
  label: string;
  type?: string;
  autoComplete?: string;
  hint?: string;
  /** Outcomes that are this field's fault, with their words. */
  errors?: Partial<Record<AccountOutcome, string>>;
  /** Of a sign-in with a second factor: only before the password was found right, or only after. */
  step?: "first" | "second";
  value?: string;
}

interface Props {
  act: (state: AccountState, form: FormData) => Promise<AccountState>;
  fields: FieldSpec[];
  hidden?: Record<string, string>;
  submit: string;
  busy: string;
  kind?: ButtonKind;
  /** Outcomes that concern the whole form. */
  words: Partial<Record<AccountOutcome, string>>;
  children?: ReactNode;
}

/** A form of an account: its fields, what came of it, and focus on the first field that is wrong. */
export function AccountForm({ act, fields, hidden = {}, submit, busy, kind, words, children }: Props) {
  const [state, run, pending] = useActionState<AccountState, FormData>(act, { outcome: "none" });
  const form = useRef<HTMLFormElement>(null);
  const kept: Record<string, string | undefined> = { email: state.email, name: state.name };
  useEffect(() => {
    const wrong = form.current?.querySelector<HTMLElement>("[aria-invalid=true]") ?? (state.outcome === "code_needed" ? form.current?.querySelector<HTMLElement>("[name=code]") : null);
    wrong?.focus();
  }, [state]);
  const said = words[state.outcome];
  const step = state.challenge ? "second" : "first";
  return (
    <form ref={form} action={run} noValidate className="grid gap-4">
      {Object.entries(hidden).map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />)}
      {state.challenge && <><input type="hidden" name="challenge" value={state.challenge} /><input type="hidden" name="email" value={state.email} /></>}
      {fields.filter((field) => !field.step || field.step === step).map((field) => (
        <Field key={field.name} label={field.label} name={field.name} type={field.type ?? "text"} autoComplete={field.autoComplete} hint={field.hint} defaultValue={kept[field.name] ?? field.value} error={field.errors?.[state.outcome]} inputMode={field.name === "code" ? "numeric" : undefined} />
      ))}
      {said && (
        <p role={state.outcome === "done" ? "status" : "alert"} className={`flex items-start gap-2 ${state.outcome === "done" || state.outcome === "code_needed" ? "text-leaf" : "text-danger"}`}><Icon of={state.outcome === "done" ? CircleCheck : CircleAlert} size={17} className="mt-0.5" />{said}</p>
      )}
      <div className="flex flex-wrap items-center gap-x-5 gap-y-2"><Button type="submit" kind={kind} isBusy={pending} busy={busy}>{submit}</Button>{children}</div>
    </form>
  );
}

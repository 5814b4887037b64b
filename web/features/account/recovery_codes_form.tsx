"use client";
import { useActionState, useEffect, useRef } from "react";
import { Button } from "@/ui/button";
import { Field } from "@/ui/field";
import type { AccountOutcome, AccountState } from "./actions";
import { RecoveryCodes } from "./recovery_codes";

interface Props {
  act: (state: AccountState, form: FormData) => Promise<AccountState>;
  words: Record<"title" | "text" | "password" | "code" | "codeHint" | "renew" | "busy" | "wrong" | "codeWrong" | "wait" | "failed" | "codesTitle" | "codesText", string>;
}

/** New recovery codes for those that are used up or lost; open once something was asked, so that the answer shows without a script, too. */
export function RecoveryCodesForm({ act, words }: Props) {
  const [state, run, pending] = useActionState<AccountState, FormData>(act, { outcome: "none" });
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (state.outcome !== "none") form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [state]);
  const atPassword: Partial<Record<AccountOutcome, string>> = { wrong: words.wrong, weak: words.wrong, wait: words.wait, failed: words.failed };
  return (
    <details open={state.outcome !== "none" || undefined} className="mt-5 rounded-card border border-hair p-4">
      <summary className="min-h-6 font-semibold">{words.title}</summary>
      {state.codes ? <div className="mt-3"><RecoveryCodes codes={state.codes} title={words.codesTitle} text={words.codesText} /></div> : (
        <form ref={form} action={run} noValidate className="mt-3 grid gap-4">
          <p className="text-muted">{words.text}</p>
          <Field label={words.password} id="renew-password" name="password" type="password" autoComplete="current-password" error={atPassword[state.outcome]} />
          <Field label={words.code} id="renew-code" name="code" autoComplete="one-time-code" hint={words.codeHint} error={state.outcome === "code_wrong" || state.outcome === "invalid" ? words.codeWrong : undefined} />
          <div><Button type="submit" kind="secondary" isBusy={pending} busy={words.busy}>{words.renew}</Button></div>
        </form>
      )}
    </details>
  );
}

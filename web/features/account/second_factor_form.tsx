"use client";
import { useActionState, useEffect, useRef } from "react";
import { Button } from "@/ui/button";
import { Field } from "@/ui/field";
import { QrPicture } from "@/ui/qr_picture";
import type { AccountState } from "./actions";
import { RecoveryCodes } from "./recovery_codes";

interface Props {
  act: (state: AccountState, form: FormData) => Promise<AccountState>;
  words: Record<"password" | "begin" | "scan" | "qr" | "secret" | "code" | "confirm" | "wrong" | "codeWrong" | "wait" | "failed" | "codesTitle" | "codesText" | "busy", string>;
}

/** Password, then the secret for an authenticator app, then a code; at the end the recovery codes, shown once. */
export function SecondFactorForm({ act, words }: Props) {
  const [state, run, pending] = useActionState<AccountState, FormData>(act, { outcome: "none" });
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (state.outcome !== "none") form.current?.querySelector<HTMLElement>("[aria-invalid=true], [name=code]")?.focus();
  }, [state]);
  if (state.codes) return <RecoveryCodes codes={state.codes} title={words.codesTitle} text={words.codesText} />;
  const error = state.outcome === "wrong" ? words.wrong : state.outcome === "code_wrong" ? words.codeWrong : state.outcome === "wait" ? words.wait : state.outcome === "failed" ? words.failed : undefined;
  return (
    <form ref={form} action={run} noValidate className="grid max-w-md gap-4">
      {state.secret ? (
        <>
          <p>{words.scan}</p>
          {state.qr && <QrPicture {...state.qr} label={words.qr} className="size-44 rounded-card border border-hair" />}
          <p><span className="block text-sm text-muted">{words.secret}</span><span className="font-mono text-lg break-all select-all">{state.secret.replace(/(.{4})/g, "$1 ").trim()}</span></p>
          <Field label={words.code} name="code" inputMode="numeric" autoComplete="one-time-code" error={error} />
          <div><Button type="submit" isBusy={pending} busy={words.busy}>{words.confirm}</Button></div>
        </>
      ) : (
        <>
          <Field label={words.password} name="password" type="password" autoComplete="current-password" error={error} />
          <div><Button type="submit" kind="secondary" isBusy={pending} busy={words.busy}>{words.begin}</Button></div>
        </>
      )}
    </form>
  );
}

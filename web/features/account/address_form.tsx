"use client";
import { CircleAlert, CircleCheck } from "lucide-react";
import { useActionState, useEffect, useRef } from "react";
import { Button } from "@/ui/button";
import { Checkbox, Field } from "@/ui/field";
import { Icon } from "@/ui/icon";
import type { BookState } from "./address_actions";
import { AddressFields, type AddressWords } from "./address_fields";

interface Props {
  act: (state: BookState, form: FormData) => Promise<BookState>;
  /** The one that is changed; none: a new one. */
  saved?: { id: string; country: string; isDefault: boolean; values: BookState["values"] };
  words: AddressWords & Record<"label" | "labelHint" | "makeDefault" | "save" | "saving" | "saved" | "full" | "gone" | "failed", string>;
}

/** One address of the book, new or changed. */
export function AddressForm({ act, saved, words }: Props) {
  const [state, run, pending] = useActionState<BookState, FormData>(act, { outcome: "none", wrong: [], values: saved?.values ?? {} });
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (state.outcome === "invalid") form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [state]);
  const ids = saved ? `${saved.id}-` : "new-";
  const said = state.outcome === "none" || state.outcome === "invalid" ? undefined : words[state.outcome];
  const good = state.outcome === "saved";
  return (
    <form ref={form} action={run} noValidate className="grid gap-4">
      {saved && <><input type="hidden" name="id" value={saved.id} /><input type="hidden" name="country" value={saved.country} /></>}
      <Field label={words.label} hint={words.labelHint} name="label" id={`${ids}label`} maxLength={40} defaultValue={state.values.label} className="max-w-xs" />
      <AddressFields values={state.values} wrong={state.wrong} words={words} ids={ids} />
      {!saved?.isDefault && <Checkbox name="is_default" label={words.makeDefault} />}
      <div className="flex flex-wrap items-center gap-4">
        <Button type="submit" kind="secondary" isBusy={pending} busy={words.saving}>{words.save}</Button>
        <p role="status" className={`flex items-center gap-1.5 text-sm ${good ? "" : "text-danger"}`}>{said && <><Icon of={good ? CircleCheck : CircleAlert} size={16} className={good ? "text-leaf" : ""} />{said}</>}</p>
      </div>
    </form>
  );
}

"use client";
import { CircleCheck } from "lucide-react";
import { useActionState, useEffect, useRef, type ReactNode } from "react";
import { Button } from "@/ui/button";
import { Field } from "@/ui/field";
import { Icon } from "@/ui/icon";
import type { AddressField, DeliveryState } from "./actions";

interface Props {
  save: (state: DeliveryState, form: FormData) => Promise<DeliveryState>;
  values: Partial<Record<AddressField, string>>;
  saved: boolean;
  windows: ReactNode;
  words: Record<AddressField | "save" | "saving" | "saved" | "failed" | "where" | "errorName" | "errorStreet" | "errorCity" | "errorState" | "errorZip" | "errorPhone", string>;
}

/** Where and when. Saved on its own, since the total depends on it. */
export function DeliveryForm({ save, values, saved, windows, words }: Props) {
  const [state, act, pending] = useActionState<DeliveryState, FormData>(save, { outcome: "none", fields: [], values });
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (state.outcome === "invalid") form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [state]);
  const shown = state.outcome === "none" ? values : state.values;
  const error = (name: AddressField, text: string) => (state.fields.includes(name) ? text : undefined);
  return (
    <form ref={form} action={act} noValidate>
      {windows}
      <section aria-labelledby="where" className="mt-12">
        <h2 id="where" className="display text-2xl">{words.where}</h2>
        <div className="mt-4 grid gap-4 sm:grid-cols-6">
          <Field className="sm:col-span-6" label={words.name} name="name" autoComplete="name" defaultValue={shown.name} error={error("name", words.errorName)} />
          <Field className="sm:col-span-6" label={words.street} name="street" autoComplete="street-address" defaultValue={shown.street} error={error("street", words.errorStreet)} />
          <Field className="sm:col-span-3" label={words.city} name="city" autoComplete="address-level2" defaultValue={shown.city} error={error("city", words.errorCity)} />
          <Field className="sm:col-span-1" label={words.state} name="state" autoComplete="address-level1" maxLength={2} defaultValue={shown.state} error={error("state", words.errorState)} />
          <Field className="sm:col-span-2" label={words.zip} name="zip" inputMode="numeric" autoComplete="postal-code" defaultValue={shown.zip} error={error("zip", words.errorZip)} />
          <Field className="sm:col-span-3" label={words.phone} name="phone" type="tel" autoComplete="tel" defaultValue={shown.phone} error={error("phone", words.errorPhone)} />
        </div>
        <div className="mt-4 flex flex-wrap items-center gap-4">
          <Button type="submit" kind="secondary" isBusy={pending} busy={words.saving}>{words.save}</Button>
          <p role="status" className="flex items-center gap-1.5 text-sm">
            {state.outcome === "failed" ? <span className="text-danger">{words.failed}</span> : (state.outcome === "saved" || (saved && state.outcome === "none")) && <><Icon of={CircleCheck} size={16} className="text-leaf" />{words.saved}</>}
          </p>
        </div>
      </section>
    </form>
  );
}

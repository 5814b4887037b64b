"use client";
import { CircleCheck, TriangleAlert } from "lucide-react";
import { useActionState, useEffect, useRef, type ReactNode } from "react";
import type { AddressValues } from "@/features/account/address";
import { AddressFields, type AddressWords } from "@/features/account/address_fields";
import { Button } from "@/ui/button";
import { Checkbox } from "@/ui/field";
import { Icon } from "@/ui/icon";
import { RadioCard } from "@/ui/radio_card";
import type { DeliveryState } from "./actions";
import { otherPlace } from "./place";
import { PointField, type PointWords } from "./point_field";

interface Props {
  save: (state: DeliveryState, form: FormData) => Promise<DeliveryState>;
  values: AddressValues;
  saved: boolean;
  windows: ReactNode;
  /** Addresses of the account, and which of them (or otherPlace) is chosen at first. */
  places: readonly { id: string; title: string; text: string }[];
  place: string;
  /** Where a farm delivers by distance: the position that is saved, or nothing yet. */
  point?: { value: string; words: PointWords };
  /** Somebody who has an account to keep an address in. */
  canKeep: boolean;
  words: AddressWords & Record<"save" | "saving" | "saved" | "moved" | "kept" | "notKept" | "failed" | "where" | "savedAddresses" | "other" | "otherText" | "keep", string>;
}

/** Where and when. Saved on its own, since the total depends on it. */
export function DeliveryForm({ save, values, saved, windows, places, place, point, canKeep, words }: Props) {
  const [state, act, pending] = useActionState<DeliveryState, FormData>(save, { outcome: "none", fields: [], values, point: "", pointWrong: false });
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (state.outcome === "invalid") form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [state]);
  const typed = state.outcome === "invalid" || state.outcome === "failed";
  const chosen = state.outcome === "invalid" && state.fields.length > 0 ? otherPlace : place;
  const said = state.outcome === "saved" || (saved && state.outcome === "none") ? words.saved : state.outcome === "kept" ? words.kept : undefined;
  return (
    <form ref={form} action={act} noValidate>
      {windows}
      <section aria-labelledby="where" className="group mt-12">
        <h2 id="where" className="display text-2xl">{words.where}</h2>
        {places.length > 0 && (
          <fieldset key={chosen} className="mt-4">
            <legend className="mb-1.5 font-medium">{words.savedAddresses}</legend>
            <div className="grid gap-2 sm:grid-cols-2">
              {places.map(({ id, title, text }) => <RadioCard key={id} name="place" value={id} defaultChecked={chosen === id} title={title} text={text} />)}
              <RadioCard name="place" value={otherPlace} defaultChecked={chosen === otherPlace} title={words.other} text={words.otherText} />
            </div>
          </fieldset>
        )}
        <div className={`mt-4 grid gap-4 ${places.length > 0 ? "group-has-[input[name=place]:checked:not([value=other])]:hidden" : ""}`}>
          <AddressFields values={typed ? state.values : values} wrong={state.fields} words={words} />
          {canKeep && <Checkbox name="keep" label={words.keep} />}
        </div>
        {point && <PointField value={typed ? state.point : point.value} wrong={state.pointWrong} words={point.words} />}
        <div className="mt-4 flex flex-wrap items-center gap-4">
          <Button type="submit" kind="secondary" isBusy={pending} busy={words.saving}>{words.save}</Button>
          <p role="status" className="flex items-center gap-1.5 text-sm">
            {state.outcome === "failed" && <span className="text-danger">{words.failed}</span>}
            {state.outcome === "not_kept" && <><Icon of={TriangleAlert} size={16} className="text-amber-text" />{words.notKept}</>}
            {state.outcome === "moved" && <><Icon of={TriangleAlert} size={16} className="text-amber-text" />{words.moved}</>}
            {said && <><Icon of={CircleCheck} size={16} className="text-leaf" />{said}</>}
          </p>
        </div>
      </section>
    </form>
  );
}

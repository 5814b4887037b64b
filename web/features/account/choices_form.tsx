"use client";
import { CircleAlert, CircleCheck, Lock } from "lucide-react";
import { useActionState } from "react";
import type { Schema } from "@/lib/api/types";
import { Button } from "@/ui/button";
import { Checkbox, Select } from "@/ui/field";
import { Icon } from "@/ui/icon";
import type { ChoicesState } from "./notice_actions";

interface Props {
  act: (state: ChoicesState, form: FormData) => Promise<ChoicesState>;
  choices: Schema<"ChoicesView">;
  words: Record<"language" | "languageHint" | "en" | "es" | "chosen" | "always" | "alwaysText" | "save" | "saving" | "saved" | "failed", string>;
}

/** The language of all mails, which of them come, and which come always. Labels are in the language of the mails. */
export function ChoicesForm({ act, choices, words }: Props) {
  const [state, run, pending] = useActionState<ChoicesState, FormData>(act, { outcome: "none" });
  const { locale, events } = choices;
  const good = state.outcome === "saved";
  return (
    <form action={run} className="grid gap-8">
      {/* Keyed: after an action React sets a form back, and a select to what it was first. */}
      <Select key={locale} label={words.language} hint={words.languageHint} name="locale" defaultValue={locale} className="max-w-xs"><option value="en" lang="en">{words.en}</option><option value="es" lang="es">{words.es}</option></Select>
      <fieldset>
        <legend className="display mb-2 text-2xl">{words.chosen}</legend>
        {events.filter((event) => !event.mandatory).map((event) => (
          <div key={event.event}><input type="hidden" name="event" value={event.event} /><Checkbox name="on" value={event.event} defaultChecked={event.on} label={<span lang={locale}>{event.label}</span>} /></div>
        ))}
      </fieldset>
      <div className="flex flex-wrap items-center gap-4">
        <Button type="submit" isBusy={pending} busy={words.saving}>{words.save}</Button>
        <p role="status" className={`flex items-center gap-1.5 text-sm ${good ? "" : "text-danger"}`}>{state.outcome !== "none" && <><Icon of={good ? CircleCheck : CircleAlert} size={16} className={good ? "text-leaf" : ""} />{good ? words.saved : words.failed}</>}</p>
      </div>
      <section aria-labelledby="always">
        <h2 id="always" className="display mb-2 text-2xl">{words.always}</h2>
        <p className="mb-3 text-muted">{words.alwaysText}</p>
        <ul lang={locale}>
          {events.filter((event) => event.mandatory).map((event) => <li key={event.event} className="flex min-h-8 items-start gap-2.5 py-1"><Icon of={Lock} size={16} className="mt-1 text-muted" />{event.label}</li>)}
        </ul>
      </section>
    </form>
  );
}

"use client";
import { LocateFixed } from "lucide-react";
import { useRef, useState } from "react";
import { Button } from "@/ui/button";
import { Field } from "@/ui/field";
import { Icon } from "@/ui/icon";
import { pointText } from "./point";

export type PointWords = Record<"title" | "why" | "label" | "hint" | "error" | "use" | "useHint" | "asking" | "denied" | "rough", string>;

/** A device that knows no better could put a door on the wrong side of a circle's edge. */
const accuracy_m_max = 400;
const answer_ms_max = 15_000;
/** About eleven metres: the door, and not where in the house one stands. */
const digits = 4;
const rounded = (degrees: number) => Number(degrees.toFixed(digits));

/** Where the door is, for farms that deliver by distance: from the device if one wants it, else as a map shows it. The field works without a script. */
export function PointField({ value, wrong, words }: { value: string; wrong: boolean; words: PointWords }) {
  const input = useRef<HTMLInputElement>(null);
  const [state, setState] = useState<"idle" | "asking" | "denied" | "rough">("idle");
  const locate = () => {
    setState("asking");
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        if (coords.accuracy > accuracy_m_max) return setState("rough");
        if (input.current) input.current.value = pointText({ latitude: rounded(coords.latitude), longitude: rounded(coords.longitude) });
        setState("idle");
      },
      () => setState("denied"),
      { enableHighAccuracy: true, maximumAge: 0, timeout: answer_ms_max },
    );
  };
  return (
    <fieldset className="mt-6 border-t border-hair pt-5">
      <legend className="sr-only">{words.title}</legend>
      <p className="measure text-sm text-muted">{words.why}</p>
      <div className="mt-3 grid items-start gap-x-4 gap-y-3 sm:grid-cols-[minmax(0,1fr)_auto]">
        <Field ref={input} name="point" label={words.label} hint={words.hint} error={wrong ? words.error : undefined} defaultValue={value} autoComplete="off" maxLength={60} />
        <div className="sm:mt-[1.875rem] [@media(scripting:none)]:hidden">
          <Button kind="secondary" className="min-h-11" isBusy={state === "asking"} busy={words.asking} onClick={locate}><Icon of={LocateFixed} size={16} />{words.use}</Button>
          <p className="mt-1.5 text-sm text-muted">{words.useHint}</p>
        </div>
      </div>
      <p role="status" className="mt-1 text-sm text-amber-text empty:hidden">{state === "denied" ? words.denied : state === "rough" ? words.rough : ""}</p>
    </fieldset>
  );
}

"use client";
import { CircleAlert, CircleCheck } from "lucide-react";
import { useActionState, useEffect, useRef } from "react";
import { Button } from "@/ui/button";
import { Icon } from "@/ui/icon";
import type { UnsubscribeState } from "./notice_actions";

interface Props {
  act: (state: UnsubscribeState, form: FormData) => Promise<UnsubscribeState>;
  token: string;
  /** Whether there is still something to stop. */
  on: boolean;
  words: Record<"stop" | "stopping" | "done" | "link_dead" | "failed", string>;
}

/** One button; what came of it takes its place, and the focus with it. */
export function UnsubscribeForm({ act, token, on, words }: Props) {
  const [state, run, pending] = useActionState<UnsubscribeState, FormData>(act, { outcome: "none" });
  const said = useRef<HTMLParagraphElement>(null);
  const good = state.outcome === "done";
  const over = good || state.outcome === "link_dead";
  useEffect(() => {
    if (over) said.current?.focus();
  }, [over]);
  return (
    <form action={run} className="grid gap-4">
      <input type="hidden" name="token" value={token} />
      {state.outcome !== "none" && <p ref={said} tabIndex={-1} role={good ? "status" : "alert"} className={`flex items-start gap-2 outline-none ${good ? "text-leaf" : "text-danger"}`}><Icon of={good ? CircleCheck : CircleAlert} size={17} className="mt-0.5" />{words[state.outcome]}</p>}
      {on && !over && <div><Button type="submit" isBusy={pending} busy={words.stopping}>{words.stop}</Button></div>}
    </form>
  );
}

"use client";
import { Bell } from "lucide-react";
import { useActionState } from "react";
import { Button } from "@/ui/button";
import { Field } from "@/ui/field";
import { Icon } from "@/ui/icon";
import type { WaitState } from "./actions";

export interface TellMeProps {
  slug: string;
  sku: string;
  /** Of who is signed in; a guest is asked for one. */
  email?: string;
  words: { title: string; email: string; tell: string; known: string; waiting: string; refused: string; failed: string };
  wait: (state: WaitState, form: FormData) => Promise<WaitState>;
}

/** Leaves an address with what is sold out. */
export function TellMeForm({ slug, sku, email, words, wait }: TellMeProps) {
  const [state, act, pending] = useActionState<WaitState, FormData>(wait, { outcome: "none" });
  const failed = state.outcome === "refused" ? words.refused : state.outcome === "failed" ? words.failed : undefined;
  return (
    <form id="tell-me" action={act} className="mt-4 rounded-card border border-hair bg-surface p-4">
      <h2 className="font-semibold">{words.title}</h2>
      {state.outcome === "waiting" ? (
        <p role="status" className="mt-2 text-leaf">{words.waiting}</p>
      ) : (
        <div className="mt-3 flex flex-wrap items-end gap-2">
          <input type="hidden" name="slug" value={slug} />
          <input type="hidden" name="sku" value={sku} />
          {email ? <p className="min-w-52 grow text-muted">{words.known}{failed && <span role="alert" className="block text-sm text-danger">{failed}</span>}</p> : <Field label={words.email} name="email" type="email" autoComplete="email" required className="min-w-52 grow" error={failed} />}
          <Button type="submit" isBusy={pending}><Icon of={Bell} size={16} />{words.tell}</Button>
        </div>
      )}
    </form>
  );
}

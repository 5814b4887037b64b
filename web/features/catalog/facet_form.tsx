"use client";
// Without a script this is a GET form with a button. With one, each tick is a step of the history, so Back works.
import { useRouter } from "next/navigation";
import { useRef, useTransition, type ReactNode } from "react";

export function FacetForm({ action, apply, children }: { action: string; apply: string; children: ReactNode }) {
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const [pending, start] = useTransition();
  const go = () => {
    if (!form.current) return;
    const query = new URLSearchParams();
    for (const [name, value] of new FormData(form.current)) if (typeof value === "string" && value) query.append(name, value);
    const text = query.toString();
    start(() => router.push(text ? `${action}?${text}` : action, { scroll: false }));
  };
  return (
    <form
      ref={form}
      action={action}
      aria-busy={pending}
      onChange={go}
      onSubmit={(event) => { event.preventDefault(); (form.current?.closest("[popover]") as HTMLElement | null)?.hidePopover(); go(); }}
      onKeyDown={(event) => {
        // Arrow keys move within a group of boxes; Space ticks, as in any form.
        const delta = { ArrowDown: 1, ArrowUp: -1 }[event.key];
        const target = event.target as HTMLElement;
        const group = target.matches("input[type=checkbox]") ? target.closest("fieldset") : null;
        if (!delta || !group) return;
        const boxes = [...group.querySelectorAll<HTMLInputElement>("input[type=checkbox]")].filter((box) => box.offsetParent);
        const next = boxes[boxes.indexOf(target as HTMLInputElement) + delta];
        if (next) { event.preventDefault(); next.focus(); }
      }}
      className={pending ? "opacity-70 transition-opacity delay-200" : ""}
    >
      {children}
      <noscript><button type="submit" className="mt-4 min-h-11 w-full rounded-control bg-leaf px-4 font-semibold text-on-leaf">{apply}</button></noscript>
    </form>
  );
}

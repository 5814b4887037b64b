"use client";
import { Check, Trash2, TriangleAlert, WifiOff, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useToasts, type Toast } from "@/lib/toast";
import { Icon } from "./icon";

const life_ms = 6000;
const icons = { done: Check, removed: Trash2, look: TriangleAlert, failed: WifiOff } as const;

/** One toast at a time, bottom left, above the tab bar on phones. Stays while hovered or focused. */
export function Toaster({ close }: { close: string }) {
  const current = useToasts((state) => state.toast);
  const hide = useToasts((state) => state.hide);
  const [held, setHeld] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    clearTimeout(timer.current);
    if (current && !held) timer.current = setTimeout(() => hide(current.id), life_ms);
    return () => clearTimeout(timer.current);
  }, [current, held, hide]);
  const failed = current?.tone === "failed";
  return (
    <div className="no-print pointer-events-none fixed inset-x-4 bottom-[calc(4.75rem+env(safe-area-inset-bottom))] z-(--z-toast) md:inset-x-auto md:bottom-6 md:left-6">
      <div role="status" aria-live="polite">{current && !failed && body(current)}</div>
      <div role="alert">{current && failed && body(current)}</div>
    </div>
  );

  // Not a component of its own: one that is made anew would lose its buttons between pointing and pressing.
  function body(toast: Toast) {
    return (
      <div
        key={toast.id}
        onPointerEnter={() => setHeld(true)}
        onPointerLeave={() => setHeld(false)}
        onFocus={() => setHeld(true)}
        onBlur={() => setHeld(false)}
        className="toast-in pointer-events-auto flex min-h-12 items-center gap-3 rounded-control bg-inverse py-1 pr-1 pl-4 text-on-inverse shadow-float md:min-w-80"
      >
        <Icon of={icons[toast.tone]} className="text-inverse-accent" />
        <span className="grow">{toast.text}</span>
        {toast.action && (
          <button type="button" className="min-h-11 px-2 font-semibold text-inverse-accent" onClick={() => { toast.action?.run(); hide(toast.id); setHeld(false); }}>{toast.action.label}</button>
        )}
        <button type="button" aria-label={close} className="grid size-11 place-items-center opacity-80 hover:opacity-100" onClick={() => { hide(toast.id); setHeld(false); }}><Icon of={X} size={16} /></button>
      </div>
    );
  }
}

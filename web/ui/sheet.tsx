"use client";
// A dialog in the browser's own <dialog>: it traps focus, gives it back, and Esc closes it. On phones it comes from below.
import { X } from "lucide-react";
import { useEffect, useRef, type ReactNode } from "react";
import { Icon } from "./icon";

interface Props {
  open: boolean;
  onClose: () => void;
  title: ReactNode;
  close: string;
  children: ReactNode;
  actions?: ReactNode;
  wide?: boolean;
}

export function Sheet({ open, onClose, title, close, children, actions, wide }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    if (open && !element?.open) element?.showModal();
    if (!open && element?.open) element.close();
  }, [open]);
  return (
    <dialog
      ref={dialog}
      onClose={onClose}
      onClick={(event) => { if (event.target === event.currentTarget) onClose(); }}
      aria-labelledby="sheet-title"
      className={`sheet-in m-auto w-full ${wide ? "max-w-3xl" : "max-w-lg"} rounded-poster bg-surface text-ink shadow-float max-md:mb-0 max-md:max-w-none max-md:rounded-b-none max-md:shadow-sheet`}
    >
      {open && (
        <div className="flex max-h-[85dvh] flex-col">
          <div className="flex items-center justify-between gap-4 px-5 pt-5 pb-3">
            <h2 id="sheet-title" className="display text-xl">{title}</h2>
            <button type="button" onClick={onClose} aria-label={close} className="-mr-2 grid size-11 place-items-center rounded-control text-muted hover:text-ink"><Icon of={X} size={20} /></button>
          </div>
          <div className="overflow-y-auto px-5 pb-5">{children}</div>
          {actions && <div className="flex flex-wrap justify-end gap-2 border-t border-hair px-5 py-4">{actions}</div>}
        </div>
      )}
    </dialog>
  );
}

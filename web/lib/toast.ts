// Interface state only: what the one toast says. Data lives on the server.
import { create } from "zustand";

export interface Toast {
  id: number;
  text: string;
  tone: "done" | "removed" | "look" | "failed";
  action?: { label: string; run: () => void };
}

interface State {
  toast: Toast | null;
  show: (toast: Omit<Toast, "id">) => void;
  hide: (id: number) => void;
}

let next = 1;
export const useToasts = create<State>((set) => ({
  toast: null,
  show: (toast) => set({ toast: { ...toast, id: next++ } }),
  hide: (id) => set((state) => (state.toast?.id === id ? { toast: null } : state)),
}));

/** From anywhere in the browser: `toast({ text, tone: "done", action: { label: "Undo", run } })`. */
export const toast = (given: Omit<Toast, "id">) => useToasts.getState().show(given);

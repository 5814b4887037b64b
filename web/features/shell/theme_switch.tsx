"use client";
import { useLayoutEffect, useSyncExternalStore } from "react";

type Choice = "light" | "dark" | "system";
const key = "gh-theme";
const listeners = new Set<() => void>();
const stored = (): Choice => {
  const value = localStorage.getItem(key);
  return value === "light" || value === "dark" ? value : "system";
};

function apply(choice: Choice) {
  document.documentElement.dataset.theme = choice === "system" ? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light") : choice;
}

function choose(choice: Choice) {
  if (choice === "system") localStorage.removeItem(key);
  else localStorage.setItem(key, choice);
  apply(choice);
  listeners.forEach((listener) => listener());
}

export function ThemeSwitch({ label, words }: { label: string; words: Record<Choice, string> }) {
  const choice = useSyncExternalStore((listener) => { listeners.add(listener); return () => listeners.delete(listener); }, stored, () => "system" as Choice);
  useLayoutEffect(() => {
    const follow = () => apply(stored());
    follow(); // also for a page that Next.js drew in the browser (not found), where the head's script has not run
    const system = matchMedia("(prefers-color-scheme: dark)");
    system.addEventListener("change", follow);
    return () => system.removeEventListener("change", follow);
  }, []);
  return (
    <label className="inline-flex min-h-11 items-center gap-2">
      {label}
      <select value={choice} onChange={(event) => choose(event.target.value as Choice)} className="min-h-8 rounded-control border border-line bg-surface px-2 text-ink max-md:min-h-11">
        {(["system", "light", "dark"] as const).map((value) => <option key={value} value={value}>{words[value]}</option>)}
      </select>
    </label>
  );
}

"use client";
import { useEffect, useState } from "react";
import type { Schema } from "@/lib/api/types";

const wait_ms = 150;
const characters_min = 2;
const of_a_kind_max = 5;

export interface SuggestWords {
  list: string;
  farm: string;
  category: string;
  instead: string;
}
interface Row {
  href: string;
  text: string;
  note?: string;
}

const rowsOf = (found: Schema<"Suggestions">, prefix: string, words: SuggestWords): Row[] => [
  ...(found.did_you_mean ? [{ href: `${prefix}/shop?q=${encodeURIComponent(found.did_you_mean)}`, text: found.did_you_mean, note: words.instead }] : []),
  ...found.categories.slice(0, of_a_kind_max).map(({ category, name }) => ({ href: `${prefix}/shop?category=${category}`, text: name, note: words.category })),
  ...found.products.slice(0, of_a_kind_max).map(({ slug, title, farm_name }) => ({ href: `${prefix}/products/${slug}`, text: title, note: farm_name })),
  ...found.farms.slice(0, of_a_kind_max).map(({ slug, name }) => ({ href: `${prefix}/farms/${slug}`, text: name, note: words.farm })),
];

/**
 * What the search field may mean, under it while one writes: the combobox pattern of the ARIA practices. The field is of the page and works without this, which
 * is fetched at its first focus.
 */
export function Suggest({ input, prefix, words }: { input: HTMLInputElement; prefix: string; words: SuggestWords }) {
  const [query, setQuery] = useState(input.value);
  const [rows, setRows] = useState<Row[]>([]);
  const [at, setAt] = useState(-1);
  const [open, setOpen] = useState(false);
  const shown = open && rows.length > 0;

  useEffect(() => {
    const q = query.trim();
    if (q.length < characters_min) return;
    const stop = new AbortController();
    const timer = setTimeout(() => {
      // Without an answer the field is what it was before.
      void fetch(`/api/v1/search/suggest?q=${encodeURIComponent(q)}`, { signal: stop.signal })
        .then(async (answer) => (answer.ok ? rowsOf((await answer.json()) as Schema<"Suggestions">, prefix, words) : []))
        .then((found) => { setRows(found); setAt(-1); }, () => {});
    }, wait_ms);
    return () => { clearTimeout(timer); stop.abort(); };
  }, [query, prefix, words]);

  useEffect(() => {
    const onInput = () => { setQuery(input.value); setOpen(true); if (input.value.trim().length < characters_min) setRows([]); };
    const onBlur = () => setOpen(false);
    const onKey = (event: KeyboardEvent) => {
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        if (rows.length === 0) return;
        event.preventDefault();
        setOpen(true);
        setAt((now) => { const next = now + (event.key === "ArrowDown" ? 1 : -1); return next < -1 ? rows.length - 1 : next >= rows.length ? -1 : next; });
      } else if (event.key === "Escape" && shown) {
        event.preventDefault();
        setOpen(false);
      } else if (event.key === "Enter" && shown && rows[at]) {
        event.preventDefault();
        location.assign(rows[at].href);
      }
    };
    input.addEventListener("input", onInput);
    input.addEventListener("blur", onBlur);
    input.addEventListener("keydown", onKey);
    return () => { input.removeEventListener("input", onInput); input.removeEventListener("blur", onBlur); input.removeEventListener("keydown", onKey); };
  }, [input, rows, at, shown]);

  useEffect(() => {
    const attributes: Record<string, string | undefined> = { role: "combobox", "aria-autocomplete": "list", autocomplete: "off", "aria-expanded": String(shown), "aria-controls": shown ? "suggestions" : undefined, "aria-activedescendant": shown && at >= 0 ? `suggestion-${at}` : undefined };
    for (const [name, value] of Object.entries(attributes)) {
      if (value === undefined) input.removeAttribute(name);
      else input.setAttribute(name, value);
    }
  }, [input, shown, at]);

  if (!shown) return null;
  return (
    <ul id="suggestions" role="listbox" aria-label={words.list} className="absolute top-full right-0 left-0 z-(--z-drawer) mt-1.5 max-h-[70vh] overflow-y-auto rounded-card border border-hair bg-surface py-1.5 shadow-float">
      {rows.map((row, i) => (
        // The field keeps the focus, so that what is pressed is still there when the button is let go.
        <li key={row.href} id={`suggestion-${i}`} role="option" aria-selected={i === at} onMouseDown={(event) => event.preventDefault()} onClick={() => location.assign(row.href)} className={`flex min-h-11 cursor-pointer items-baseline justify-between gap-4 px-3.5 py-2.5 hover:bg-sunken ${i === at ? "bg-sunken" : ""}`}>
          <span className="min-w-0 truncate font-medium">{row.text}</span>
          {row.note && <span className="shrink-0 text-sm text-muted">{row.note}</span>}
        </li>
      ))}
    </ul>
  );
}

"use client";
import { useEffect, useState, type ComponentType } from "react";
import type { SuggestWords } from "./suggest";

type Suggest = ComponentType<{ input: HTMLInputElement; prefix: string; words: SuggestWords }>;

/** "/" goes to the search, "g" then "b" to the box; never while one writes. What is suggested under the field is fetched when it is first used. */
export function SearchKeys({ box, prefix, words }: { box: string; prefix: string; words: SuggestWords }) {
  const [suggest, setSuggest] = useState<{ Suggest: Suggest; input: HTMLInputElement }>();
  useEffect(() => {
    const input = document.getElementById("search");
    if (!(input instanceof HTMLInputElement)) return;
    const load = () => void import("./suggest").then(({ Suggest }) => setSuggest({ Suggest, input }), () => {});
    if (document.activeElement === input) load();
    input.addEventListener("focus", load, { once: true });
    return () => input.removeEventListener("focus", load);
  }, []);
  useEffect(() => {
    let g = 0;
    const onKey = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement;
      if (event.ctrlKey || event.metaKey || event.altKey || target.closest("input, textarea, select, [contenteditable], dialog[open]")) return;
      if (event.key === "/") {
        event.preventDefault();
        document.getElementById("search")?.focus();
      } else if (event.key === "g") {
        g = event.timeStamp;
      } else if (event.key === "b" && event.timeStamp - g < 1000) {
        location.assign(box);
      }
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [box]);
  return suggest ? <suggest.Suggest input={suggest.input} prefix={prefix} words={words} /> : null;
}

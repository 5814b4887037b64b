"use client";
import { useEffect } from "react";

/** "/" goes to the search, "g" then "b" to the box; never while one writes. */
export function SearchKeys({ box }: { box: string }) {
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
  return null;
}

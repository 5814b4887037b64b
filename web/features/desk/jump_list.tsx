"use client";
import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { api } from "@/lib/api/browser";
import { useHref, useT } from "@/lib/i18n/client";
import { inputClass } from "@/ui/field";
import { Sheet } from "@/ui/sheet";

interface Item {
  href: string;
  label: string;
  note?: string;
}

/** Ctrl K: a list of the desk's pages, and of the farm's products by name. */
export function JumpList({ items }: { items: Item[] }) {
  const t = useT("desk");
  const href = useHref();
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const [query, setQuery] = useState("");
  const [found, setFound] = useState<Item[]>([]);
  const [at, setAt] = useState(0);
  const input = useRef<HTMLInputElement>(null);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
        event.preventDefault();
        setOpen(true);
      }
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
  useEffect(() => { if (open) input.current?.focus(); }, [open]);
  useEffect(() => {
    const q = query.trim();
    if (q.length < 2) return;
    const stop = new AbortController();
    const timer = setTimeout(() => {
      void api.GET("/api/v1/farms/mine/products", { params: { query: { q, limit: 6 } }, signal: stop.signal }).then(
        ({ data }) => setFound(data?.items.map((product) => ({ href: href(`/farm/products/${product.id}`), label: product.title, note: t("product") })) ?? []),
        () => {},
      );
    }, 150);
    return () => { clearTimeout(timer); stop.abort(); };
  }, [query]); // eslint-disable-line react-hooks/exhaustive-deps -- asks for what was typed

  const text = query.trim().toLowerCase();
  const shown = [...items.filter((item) => item.label.toLowerCase().includes(text)), ...(text.length < 2 ? [] : found)];
  const chosen = Math.min(at, shown.length - 1);
  const close = () => { setOpen(false); setQuery(""); setAt(0); };
  const go = (item?: Item) => { if (item) { close(); router.push(item.href); } };
  return (
    <>
      <button type="button" onClick={() => setOpen(true)} aria-haspopup="dialog" className="flex min-h-9 items-center justify-between gap-2 text-muted hover:text-ink">
        {t("jump")}<kbd className="rounded-mark border border-hair bg-surface px-1.5 font-mono text-2xs">Ctrl K</kbd>
      </button>
      <Sheet open={open} onClose={close} title={t("jump")} close={t("close")}>
        <input
          ref={input}
          role="combobox"
          aria-label={t("jumpHint")}
          aria-expanded
          aria-controls="jump-list"
          aria-activedescendant={shown[chosen] ? `jump-${chosen}` : undefined}
          placeholder={t("jumpHint")}
          value={query}
          onChange={(event) => { setQuery(event.target.value); setAt(0); }}
          onKeyDown={(event) => {
            if (event.key === "ArrowDown") { event.preventDefault(); setAt(Math.min(chosen + 1, shown.length - 1)); }
            if (event.key === "ArrowUp") { event.preventDefault(); setAt(Math.max(chosen - 1, 0)); }
            if (event.key === "Enter") { event.preventDefault(); go(shown[chosen]); }
          }}
          className={inputClass}
        />
        <ul id="jump-list" role="listbox" aria-label={t("jump")} className="mt-3">
          {shown.map((item, i) => (
            <li key={item.href} id={`jump-${i}`} role="option" aria-selected={i === chosen} onClick={() => go(item)} className="flex min-h-11 cursor-pointer items-center justify-between gap-3 rounded-control px-3 aria-selected:bg-sunken">
              {item.label}{item.note && <span className="text-sm text-muted">{item.note}</span>}
            </li>
          ))}
        </ul>
        {shown.length === 0 && <p className="px-3 py-2 text-muted">{t("jumpNothing")}</p>}
      </Sheet>
    </>
  );
}

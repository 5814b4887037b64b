"use client";
import { ZoomIn, ZoomOut } from "lucide-react";
import { useState, type ReactNode } from "react";
import { Icon } from "@/ui/icon";

export interface View {
  name: string;
  large: ReactNode;
  small: ReactNode;
}

/** One large view and a row of small ones; all are in the page, one is shown. */
export function Gallery({ views, words }: { views: View[]; words: { label: string; zoomIn: string; zoomOut: string } }) {
  const [shown, setShown] = useState(0);
  const [zoomed, setZoomed] = useState(false);
  return (
    <section aria-label={words.label}>
      <div className="relative overflow-hidden max-md:-mx-4 md:rounded-poster">
        {views.map((view, i) => <div key={view.name} hidden={i !== shown} className={zoomed ? "scale-150 transition-transform duration-[180ms]" : "transition-transform duration-[180ms]"}>{view.large}</div>)}
        <button type="button" aria-pressed={zoomed} aria-label={zoomed ? words.zoomOut : words.zoomIn} onClick={() => setZoomed(!zoomed)} className="absolute right-3 bottom-3 grid size-11 place-items-center rounded-control bg-surface text-ink shadow-float"><Icon of={zoomed ? ZoomOut : ZoomIn} /></button>
      </div>
      <ul className="mt-3 grid grid-cols-4 gap-2.5">
        {views.map((view, i) => (
          <li key={view.name}>
            <button type="button" aria-label={view.name} aria-current={i === shown ? "true" : undefined} onClick={() => { setShown(i); setZoomed(false); }} className="block aspect-[4/3] w-full overflow-hidden rounded-card border border-hair aria-[current]:border-2 aria-[current]:border-leaf">{view.small}</button>
          </li>
        ))}
      </ul>
    </section>
  );
}

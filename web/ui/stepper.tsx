"use client";
import { Minus, Plus } from "lucide-react";
import { Icon } from "./icon";

interface Props {
  value: number;
  min?: number;
  max?: number;
  step?: number;
  /** Of the group ("Rainbow carrots, in the box"), and of the two buttons. */
  label: string;
  less: string;
  more: string;
  size?: "small" | "medium";
  onChange?: (value: number) => void;
  /** In a form without a script, the buttons submit the new value under this name. */
  name?: string;
}

/** A count with two buttons; arrows, Home and End work on its figure. */
export function Stepper({ value, min = 0, max = Infinity, step = 1, label, less, more, size = "medium", onChange, name }: Props) {
  const to = (next: number) => Math.min(max, Math.max(min, Math.round(next * 1000) / 1000));
  const change = (next: number) => { if (to(next) !== value) onChange?.(to(next)); };
  const side = size === "medium" ? "w-11" : "w-8 max-md:w-9";
  const submits = (next: number) => (name ? { type: "submit" as const, name, value: to(next) } : { type: "button" as const });
  return (
    <div role="group" aria-label={label} className={`inline-flex items-stretch justify-between rounded-control border border-leaf bg-surface ${size === "medium" ? "h-11" : "h-10 max-md:h-11"}`}>
      <button {...submits(value - step)} aria-label={less} disabled={value <= min} onClick={(event) => { if (onChange) { event.preventDefault(); change(value - step); } }} className={`${side} grid place-items-center text-leaf disabled:text-muted`}><Icon of={Minus} size={16} /></button>
      <span
        role="spinbutton"
        tabIndex={onChange ? 0 : -1}
        aria-label={label}
        aria-valuenow={value}
        aria-valuemin={min}
        aria-valuemax={Number.isFinite(max) ? max : undefined}
        className="grid min-w-7 place-items-center font-semibold"
        onKeyDown={(event) => {
          const next = { ArrowUp: value + step, ArrowRight: value + step, ArrowDown: value - step, ArrowLeft: value - step, Home: min, End: Number.isFinite(max) ? max : value }[event.key];
          if (next !== undefined) { event.preventDefault(); change(next); }
        }}
      >{value}</span>
      <button {...submits(value + step)} aria-label={more} disabled={value >= max} onClick={(event) => { if (onChange) { event.preventDefault(); change(value + step); } }} className={`${side} grid place-items-center text-leaf disabled:text-muted`}><Icon of={Plus} size={16} /></button>
    </div>
  );
}

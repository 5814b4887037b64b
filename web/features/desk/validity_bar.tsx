import { daysBetween } from "@/lib/format/dates";

/** From the first day to the last, today as a mark; the days stand below in words. */
export function ValidityBar({ from, to, today }: { from: string; to: string; today: string }) {
  const whole = Math.max(1, daysBetween(from, to));
  const share = Math.max(0, Math.min(1, daysBetween(from, today) / whole));
  const over = today > to;
  return (
    <svg viewBox="0 0 300 14" aria-hidden className="w-full">
      <rect y="4" width="300" height="6" rx="3" className="fill-sunken" />
      <rect y="4" width={Math.max(3, share * 300)} height="6" rx="3" className={over ? "fill-danger" : "fill-leaf"} />
      <rect x={Math.min(297, share * 300)} width="3" height="14" rx="1.5" className="fill-ink" />
    </svg>
  );
}

import type { Schema } from "@/lib/api/types";
import { shortDay, wallClock } from "@/lib/format/dates";
import { formatMoney, localeTag } from "@/lib/format/money";
import type { Locale } from "@/lib/i18n/path";
import { nameOf, stepsOf, type Step } from "./part_state";

/** A part of an order as a row shows it. */
export interface PartRow {
  order: string;
  name: string;
  status: Schema<"FarmPartView">["status"];
  day: string;
  dayText: string;
  window: string;
  method: "delivery" | "pick_up" | "";
  place: string;
  lines: string;
  total: string;
  packs: number;
  cold: boolean;
  steps: Step[];
  complaints: number;
}

export function partRows(parts: readonly Schema<"FarmPartView">[], locale: Locale): PartRow[] {
  const number = (value: number) => new Intl.NumberFormat(localeTag(locale), { maximumFractionDigits: 3 }).format(value);
  return parts.map((part) => {
    const left = part.lines.filter((line) => line.left > 0);
    const window = part.delivery?.window;
    return {
      order: part.order,
      name: nameOf(part),
      status: part.status,
      day: part.day,
      dayText: shortDay(locale, part.day),
      window: window ? `${wallClock(locale, window.from)} – ${wallClock(locale, window.to)}` : "",
      method: part.delivery?.method ?? "",
      place: part.delivery?.method === "pick_up" ? (part.delivery.pick_up?.name ?? "") : [part.delivery?.address?.city, part.delivery?.address?.zip].filter(Boolean).join(" "),
      lines: (left.length > 0 ? left : part.lines).map((line) => `${number(left.length > 0 ? line.left : line.ordered)} × ${line.title}`).join(", "),
      total: formatMoney(locale, part.money.total),
      packs: left.reduce((sum, line) => sum + line.left, 0),
      cold: left.some((line) => line.storage !== "ambient"),
      steps: stepsOf(part.status, part.delivery?.method),
      complaints: part.complaints.filter((complaint) => complaint.status === "open").length,
    };
  });
}

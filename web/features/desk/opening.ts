// A farm's opening times between the API and the rows of a form: the hours of a day are one row or several, and so are those of a date.
import type { Schema } from "@/lib/api/types";
import type { Reader } from "./form_data";

export const weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;
type Weekday = (typeof weekdays)[number];

interface Hours {
  opens: string;
  closes: string;
}
export interface DateRow extends Hours {
  date: string;
  note: string;
}

/** Of each day at least one row, empty where it is closed. */
export function weekRows(times: Schema<"FarmOpeningTimes"> | undefined): { day: Weekday; rows: Hours[] }[] {
  return weekdays.map((day) => {
    const rows = (times?.weekdays ?? []).filter((row) => row.day === day).map(({ opens, closes }) => ({ opens, closes }));
    return { day, rows: rows.length > 0 ? rows : [{ opens: "", closes: "" }] };
  });
}

/** A date on which it is closed has one row without hours. */
export function dateRows(times: Schema<"FarmOpeningTimes"> | undefined): DateRow[] {
  return (times?.exceptions ?? []).flatMap(({ date, intervals, note }) => {
    const shared = { date, note: note ?? "" };
    return intervals.length > 0 ? intervals.map((hours) => ({ ...shared, ...hours })) : [{ ...shared, opens: "", closes: "" }];
  });
}

/** Null: no hours. What is half written is an error at the half that is missing. */
function hoursOf(read: Reader, opensAt: string, closesAt: string): Hours | null {
  const [opens, closes] = [read.text(opensAt), read.text(closesAt)];
  if (!opens && !closes) return null;
  if (!opens) read.errors[opensAt] = "required";
  if (!closes) read.errors[closesAt] = "required";
  return { opens, closes };
}

/** What the form says, and by the API's name of a member the field that shows its error. */
export interface ReadTimes {
  times: { weekdays: Schema<"FarmOpenOnWeekday">[]; exceptions: Schema<"FarmOpenOnDate">[] };
  fieldOf: (member: string) => string;
}

/** Fields `opens.DAY.N`, `closes.DAY.N`, and for each number in `exception` `exceptions.N.date`, `.opens`, `.closes`, `.note`; a row without a date is none. */
export function readTimes(read: Reader): ReadTimes {
  const days: (Schema<"FarmOpenOnWeekday"> & { field: string })[] = [];
  for (const day of weekdays) {
    for (let n = 0; read.has(`opens.${day}.${n}`); n++) {
      const field = `closes.${day}.${n}`;
      const hours = hoursOf(read, `opens.${day}.${n}`, field);
      if (hours) days.push({ day, ...hours, field });
    }
  }
  const dates = new Map<string, Schema<"FarmOpenOnDate"> & { row: string }>();
  for (const row of read.all("exception")) {
    const at = (name: string) => `exceptions.${row}.${name}`;
    const hours = hoursOf(read, at("opens"), at("closes"));
    const [date, note] = [read.text(at("date")), read.text(at("note"))];
    if (!date) {
      if (hours || note) read.errors[at("date")] = "required";
      continue;
    }
    const before = dates.get(date);
    dates.set(date, { date, intervals: [...(before?.intervals ?? []), ...(hours ? [hours] : [])], note: before?.note || note, row: before?.row ?? row });
  }
  const exceptions = [...dates.values()];
  return {
    times: { weekdays: days.map(({ day, opens, closes }) => ({ day, opens, closes })), exceptions: exceptions.map(({ date, intervals, note }) => ({ date, intervals, ...(note ? { note } : {}) })) },
    fieldOf: (member) => {
      const [, list, index] = /^opening_times\.(weekdays|exceptions)(?:\.(\d+))?/.exec(member) ?? [];
      if (list === "weekdays") return days[Number(index ?? 0)]?.field ?? member;
      const row = list === "exceptions" ? exceptions[Number(index)]?.row : undefined;
      return row === undefined ? member : `exceptions.${row}.${/\.(date|note)$/.exec(member)?.[1] ?? "closes"}`;
    },
  };
}

import { describe, expect, it } from "vitest";
import { Reader } from "./form_data";
import { dateRows, readTimes, weekRows } from "./opening";

const times = {
  weekdays: [{ day: "saturday" as const, opens: "08:00", closes: "12:30" }, { day: "saturday" as const, opens: "13:00", closes: "17:00" }],
  exceptions: [
    { date: "2027-07-04", intervals: [{ opens: "08:00", closes: "10:00" }, { opens: "18:00", closes: "20:00" }], note: "Cherries" },
    { date: "2027-12-25", intervals: [], note: "Christmas" },
  ],
};
const formOf = (given: typeof times) => {
  const form = new FormData();
  for (const { day, rows } of weekRows(given)) rows.forEach((row, n) => { form.set(`opens.${day}.${n}`, row.opens); form.set(`closes.${day}.${n}`, row.closes); });
  dateRows(given).forEach((row, n) => { form.append("exception", String(n)); for (const [name, value] of Object.entries(row)) form.set(`exceptions.${n}.${name}`, value); });
  return form;
};

describe("opening times", () => {
  it("come back from a form as they were, with several hours a day and a date", () => {
    const read = new Reader(formOf(times));
    expect(readTimes(read).times).toEqual(times);
    expect(read.refusal).toBeNull();
  });
  it("lose a date that was emptied, and take one that was added", () => {
    const form = formOf(times);
    for (const n of [0, 1]) for (const name of ["date", "opens", "closes", "note"]) form.set(`exceptions.${n}.${name}`, "");
    form.append("exception", "3");
    form.set("exceptions.3.date", "2027-11-25");
    const { exceptions } = readTimes(new Reader(form)).times;
    expect(exceptions).toEqual([{ date: "2027-12-25", intervals: [], note: "Christmas" }, { date: "2027-11-25", intervals: [] }]);
  });
  it.each([
    ["opens.saturday.1", "", { "opens.saturday.1": "required" }],
    ["exceptions.1.closes", "", { "exceptions.1.closes": "required" }],
    ["exceptions.2.date", "", { "exceptions.2.date": "required" }],
  ])("half written: %s", (name, value, errors) => {
    const form = formOf(times);
    form.set(name, value);
    const read = new Reader(form);
    readTimes(read);
    expect(read.errors).toEqual(errors);
  });
  it("show an error of the API in the row that it is of", () => {
    const { fieldOf } = readTimes(new Reader(formOf(times)));
    expect(fieldOf("opening_times.weekdays.1.closes")).toBe("closes.saturday.1");
    expect(fieldOf("opening_times.weekdays")).toBe("closes.saturday.0");
    expect(fieldOf("opening_times.exceptions.1.date")).toBe("exceptions.2.date");
    expect(fieldOf("opening_times.exceptions.0.intervals.1.closes")).toBe("exceptions.0.closes");
    expect(fieldOf("name")).toBe("name");
  });
});

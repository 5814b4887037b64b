"use server";
import { revalidatePath } from "next/cache";
import { api } from "@/lib/api/server";
import type { Schema } from "@/lib/api/types";
import { Reader } from "./form_data";
import { outcomeOf, type Outcome } from "./outcome";
import { addDays, gramsOf, instantOf, words } from "./reading";

const settled = (outcome: Outcome): Outcome => {
  revalidatePath("/[locale]/farm", "layout");
  return outcome;
};
const idOf = (read: Reader) => ({ path: { id: Number(read.text("id")) } });

/** For each number in `step` `by_weight.N.pounds` and `.price`; a row with neither is none. Lightest first. */
function weightSteps(read: Reader): (Schema<"WeightStepInput"> & { row: string })[] {
  const rows = read.all("step").filter((row) => read.text(`by_weight.${row}.pounds`) || read.text(`by_weight.${row}.price`));
  return rows.map((row) => ({ grams_max: gramsOf(read.neededQuantity(`by_weight.${row}.pounds`)), fee: read.neededMoney(`by_weight.${row}.price`), row })).sort((a, b) => a.grams_max - b.grams_max);
}

export async function saveZone(_: Outcome, form: FormData): Promise<Outcome> {
  const read = new Reader(form);
  const byCircle = read.text("shape") === "circle";
  const latitude = read.decimal("circle.centre.latitude");
  const longitude = read.decimal("circle.centre.longitude");
  const milesWide = read.quantity("circle.miles");
  if (byCircle) {
    if (latitude === undefined) read.errors["circle.centre.latitude"] ??= "required";
    if (longitude === undefined) read.errors["circle.centre.longitude"] ??= "required";
    if (!milesWide) read.errors["circle.miles"] ??= "required";
  } else if (words(read.text("postcodes")).length === 0) {
    read.errors.postcodes = "required";
  }
  const steps = weightSteps(read);
  const freeFrom = read.money("free_from");
  const body: Schema<"ZoneInput"> = {
    name: read.needed("name"),
    fee: read.neededMoney("fee"),
    postcodes: byCircle ? [] : words(read.text("postcodes")),
    circle: byCircle && latitude !== undefined && longitude !== undefined && milesWide ? { centre: { latitude, longitude }, radius_m: Math.round(milesWide * 1609.344) } : undefined,
    by_weight: steps.map(({ grams_max, fee }) => ({ grams_max, fee })),
    by_value: freeFrom ? [{ from: freeFrom, fee: { amount: 0, currency: freeFrom.currency } }] : [],
  };
  if (read.refusal) return read.refusal;
  const client = await api();
  const answer = read.text("id") ? await client.PUT("/api/v1/farms/mine/delivery/zones/{id}", { params: idOf(read), body }) : await client.POST("/api/v1/farms/mine/delivery/zones", { body });
  return settled(outcomeOf(answer, {
    "circle.radius_m": "circle.miles", "postcodes.0": "postcodes",
    ...Object.fromEntries(steps.flatMap(({ row }, n) => [[`by_weight.${n}.grams_max`, `by_weight.${row}.pounds`], [`by_weight.${n}.fee`, `by_weight.${row}.price`]])),
  }));
}

export async function removeZone(_: Outcome, form: FormData): Promise<Outcome> {
  const outcome = outcomeOf(await (await api()).DELETE("/api/v1/farms/mine/delivery/zones/{id}", { params: idOf(new Reader(form)) }));
  return settled(outcome.problem === "conflict" ? { ...outcome, problem: "zone_in_use" } : outcome);
}

function windowOf(read: Reader) {
  const method = read.choice<"delivery" | "pick_up">("method");
  const point = read.maybe("pickup_point");
  if (method === "pick_up" && !point) read.errors.pickup_point = "required";
  const from = read.needed("from");
  const to = read.needed("to");
  if (from && to && to <= from) read.errors.to = "too_early";
  const places = read.whole("places");
  if (places === undefined) read.errors.places ??= "required";
  return {
    method, from, to,
    places: places ?? 0,
    zones: method === "delivery" ? read.all("zones").map(Number) : undefined,
    pickup_point: method === "pick_up" && point ? Number(point) : undefined,
    note: read.maybe("note"),
  };
}

export async function saveWeekly(_: Outcome, form: FormData): Promise<Outcome> {
  const read = new Reader(form);
  const body: Schema<"WeeklyWindowInput"> = { ...windowOf(read), day: read.choice("day") };
  if (read.refusal) return read.refusal;
  const client = await api();
  const answer = read.text("id") ? await client.PUT("/api/v1/farms/mine/delivery/weekly-windows/{id}", { params: idOf(read), body }) : await client.POST("/api/v1/farms/mine/delivery/weekly-windows", { body });
  return settled(outcomeOf(answer));
}

export async function removeWeekly(_: Outcome, form: FormData): Promise<Outcome> {
  return settled(outcomeOf(await (await api()).DELETE("/api/v1/farms/mine/delivery/weekly-windows/{id}", { params: idOf(new Reader(form)) })));
}

export async function addWindow(_: Outcome, form: FormData): Promise<Outcome> {
  const read = new Reader(form);
  const body: Schema<"SingleWindowInput"> = { ...windowOf(read), day: read.needed("day") };
  if (read.refusal) return read.refusal;
  return settled(outcomeOf(await (await api()).POST("/api/v1/farms/mine/delivery/windows", { body })));
}

/** Fields: `id`; `closed` yes or no, or `places`. */
export async function changeWindow(_: Outcome, form: FormData): Promise<Outcome> {
  const read = new Reader(form);
  const body: Schema<"WindowChange"> = { places: read.whole("places"), closed: read.maybe("closed") ? read.text("closed") === "yes" : undefined };
  if (read.refusal) return read.refusal;
  return settled(outcomeOf(await (await api()).PATCH("/api/v1/farms/mine/delivery/windows/{id}", { params: { path: { id: read.text("id") } }, body })));
}

export async function saveRules(_: Outcome, form: FormData): Promise<Outcome> {
  const read = new Reader(form);
  const days = read.whole("cut_off.days_before");
  const at = read.needed("cut_off.at");
  if (days === undefined) read.errors["cut_off.days_before"] ??= "required";
  const body: Schema<"RulesChange"> = { cut_off: { days_before: days ?? 0, at }, weeks_ahead: read.whole("weeks_ahead"), note: read.text("note"), minimum: read.money("minimum") };
  if (read.refusal) return read.refusal;
  return settled(outcomeOf(await (await api()).PATCH("/api/v1/farms/mine/delivery", { body })));
}

/** Field `minimum_order`; nothing, or 0, takes any order. */
export async function saveMinimumOrder(_: Outcome, form: FormData): Promise<Outcome> {
  const read = new Reader(form);
  const least = read.money("minimum_order");
  if (read.refusal) return read.refusal;
  return settled(outcomeOf(await (await api()).PUT("/api/v1/farms/mine/minimum-order", { body: { minimum_order: least && least.amount > 0 ? least : undefined } })));
}

/** Days without delivery: the API takes the whole list, so one is added or (`remove`, its number) taken away. */
export async function changeBlackouts(_: Outcome, form: FormData): Promise<Outcome> {
  const read = new Reader(form);
  const client = await api();
  const plan = await client.GET("/api/v1/farms/mine/delivery");
  if (!plan.data) return outcomeOf(plan);
  let blackouts = plan.data.blackouts;
  const remove = read.maybe("remove");
  if (remove !== undefined) blackouts = blackouts.filter((_, i) => i !== Number(remove));
  else {
    const added = { from: read.needed("from"), to: read.maybe("to") ?? read.text("from"), reason: read.needed("reason") };
    if (added.to < added.from) read.errors.to = "too_early";
    if (read.refusal) return read.refusal;
    blackouts = [...blackouts, added];
  }
  return settled(outcomeOf(await client.PATCH("/api/v1/farms/mine/delivery", { body: { blackouts } })));
}

export async function addCoupon(_: Outcome, form: FormData): Promise<Outcome> {
  const read = new Reader(form);
  const timeZone = read.text("time_zone");
  const byPercent = read.text("kind") === "percent";
  const percent = read.quantity("percent");
  const amount = read.money("amount");
  if (byPercent && !percent) read.errors.percent ??= "required";
  if (!byPercent && !amount) read.errors.amount ??= "required";
  const to = read.maybe("to");
  const from = read.maybe("from");
  const body: Schema<"CouponInput"> = {
    code: read.needed("code"),
    percent_ppm: byPercent && percent ? Math.round(percent * 10_000) : undefined,
    amount: byPercent ? undefined : amount,
    minimum: read.money("minimum"),
    from: from ? instantOf(from, "00:00", timeZone) : undefined,
    to: to ? instantOf(addDays(to, 1), "00:00", timeZone) : undefined,
    combinable: read.on("combinable"),
    description: read.maybe("description"),
    uses_max: read.whole("uses_max"),
    uses_per_customer_max: read.whole("uses_per_customer_max"),
  };
  if (read.refusal) return read.refusal;
  const outcome = outcomeOf(await (await api()).POST("/api/v1/farms/mine/coupons", { body }), { percent_ppm: "percent" });
  if (outcome.problem === "coupon_code_taken") outcome.errors = { code: "coupon_code_taken" };
  return settled(outcome);
}

export async function changeCoupon(_: Outcome, form: FormData): Promise<Outcome> {
  const read = new Reader(form);
  const to = read.maybe("to");
  const body: Schema<"CouponEditInput"> = {
    paused: read.maybe("paused") ? read.text("paused") === "yes" : undefined,
    to: to ? instantOf(addDays(to, 1), "00:00", read.text("time_zone")) : undefined,
    description: read.maybe("description"),
    uses_max: read.whole("uses_max"),
    uses_per_customer_max: read.whole("uses_per_customer_max"),
  };
  if (read.refusal) return read.refusal;
  return settled(outcomeOf(await (await api()).PATCH("/api/v1/farms/mine/coupons/{id}", { params: { path: { id: read.text("id") } }, body })));
}

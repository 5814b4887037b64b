"use server";
import { revalidatePath } from "next/cache";
import { api } from "@/lib/api/server";
import type { Schema } from "@/lib/api/types";
import { Reader } from "./form_data";
import { readTimes } from "./opening";
import { outcomeOf, type Outcome } from "./outcome";

const settled = (outcome: Outcome): Outcome => {
  revalidatePath("/[locale]/farm", "layout");
  return outcome;
};

function pointOf(read: Reader): { latitude: number; longitude: number } | undefined {
  const latitude = read.decimal("location.latitude");
  const longitude = read.decimal("location.longitude");
  if ((latitude === undefined) !== (longitude === undefined)) read.errors[latitude === undefined ? "location.latitude" : "location.longitude"] ??= "required";
  return latitude !== undefined && longitude !== undefined ? { latitude, longitude } : undefined;
}

export async function apply(_: Outcome, form: FormData): Promise<Outcome> {
  const read = new Reader(form);
  const body: Schema<"FarmApplication"> = {
    name: read.needed("name"),
    contact_email: read.needed("contact_email"),
    street: read.needed("street"),
    city: read.needed("city"),
    state: read.needed("state"),
    zip: read.needed("zip"),
    location: pointOf(read),
    website: read.maybe("website"),
    tags: read.all("tags"),
    story: read.maybe("story"),
  };
  if (read.refusal) return read.refusal;
  const outcome = outcomeOf(await (await api()).POST("/api/v1/farms", { body }));
  return settled(outcome.state === "done" ? { ...outcome, goto: "/farm/application" } : outcome);
}

/** A farm of the directory is the caller's; who was faster is said as that, not as a state of the farm. */
export async function claim(_: Outcome, form: FormData): Promise<Outcome> {
  const read = new Reader(form);
  const body: Schema<"FarmClaim"> = { contact_email: read.needed("contact_email") };
  if (read.refusal) return read.refusal;
  const outcome = outcomeOf(await (await api()).POST("/api/v1/farms/{slug}/claim", { params: { path: { slug: read.text("slug") } }, body }));
  if (outcome.problem === "illegal_farm_transition") outcome.problem = "farm_claimed";
  return outcome.state === "done" ? settled({ ...outcome, goto: "/farm/application" }) : outcome;
}

/** What an admin asked for is in the farm now. */
export async function submitAnswer(): Promise<Outcome> {
  return settled(outcomeOf(await (await api()).POST("/api/v1/farms/mine/submit", {})));
}

export async function addDocument(_: Outcome, form: FormData): Promise<Outcome> {
  const read = new Reader(form);
  const body: Schema<"NewFarmDocument"> = { kind: read.choice("kind"), name: read.needed("name"), url: read.needed("url") };
  if (read.refusal) return read.refusal;
  return settled(outcomeOf(await (await api()).POST("/api/v1/farms/mine/documents", { body })));
}

export async function removeDocument(_: Outcome, form: FormData): Promise<Outcome> {
  return settled(outcomeOf(await (await api()).DELETE("/api/v1/farms/mine/documents/{id}", { params: { path: { id: Number(form.get("id")) } } })));
}

export async function addField(_: Outcome, form: FormData): Promise<Outcome> {
  const read = new Reader(form);
  const acres = read.quantity("acres");
  const body: Schema<"NewFarmField"> = { name: read.needed("name"), area_m2: acres ? Math.round(acres * 4046.8564224) : undefined, location: pointOf(read) };
  if (read.refusal) return read.refusal;
  const outcome = outcomeOf(await (await api()).POST("/api/v1/farms/mine/fields", { body }), { area_m2: "acres" });
  if (outcome.problem === "field_exists") outcome.errors = { name: "field_exists" };
  return settled(outcome);
}

export async function saveProfile(_: Outcome, form: FormData): Promise<Outcome> {
  const read = new Reader(form);
  const radius = read.whole("delivery_area.radius_km");
  const area = read.maybe("delivery_area.text");
  const body: Schema<"FarmProfileChange"> = {
    name: read.needed("name"),
    contact_email: read.needed("contact_email"),
    street: read.needed("street"),
    city: read.needed("city"),
    state: read.needed("state"),
    zip: read.needed("zip"),
    location: pointOf(read),
    website: read.maybe("website"),
    facebook: read.maybe("facebook"),
    twitter: read.maybe("twitter"),
    tags: read.all("tags"),
    story: read.text("story"),
    time_zone: read.maybe("time_zone"),
    phone: read.maybe("phone"),
    phone_public: read.on("phone_public"),
    pictures: read.all("picture").flatMap((i) => {
      const url = read.maybe(`pictures.${i}.url`);
      return url ? [{ url, alt: read.text(`pictures.${i}.alt`) }] : [];
    }),
    delivery_area: area ? { text: area, radius_km: radius } : undefined,
  };
  if (read.refusal) return read.refusal;
  return settled(outcomeOf(await (await api()).PATCH("/api/v1/farms/mine", { body })));
}

export async function saveOpeningTimes(_: Outcome, form: FormData): Promise<Outcome> {
  const read = new Reader(form);
  const { times, fieldOf } = readTimes(read);
  if (read.refusal) return read.refusal;
  const outcome = outcomeOf(await (await api()).PATCH("/api/v1/farms/mine", { body: { opening_times: times } }));
  if (outcome.errors) outcome.errors = Object.fromEntries(Object.entries(outcome.errors).map(([name, key]) => [fieldOf(name), key]));
  return settled(outcome);
}

/** Adds a pick-up point, changes it (`id`) or takes it away (`remove`); the API takes the whole list. */
export async function savePickupPoint(_: Outcome, form: FormData): Promise<Outcome> {
  const read = new Reader(form);
  const client = await api();
  const farm = await client.GET("/api/v1/farms/mine");
  if (!farm.data) return outcomeOf(farm);
  const id = Number(read.text("id")) || undefined;
  let points = farm.data.pickup_points.filter((point) => point.id !== id);
  if (!read.text("remove")) {
    const before = farm.data.pickup_points.find((point) => point.id === id);
    const point = { ...before, id, name: read.needed("name"), street: read.needed("street"), city: read.needed("city"), state: read.needed("state"), zip: read.needed("zip"), note: read.maybe("note") };
    if (read.refusal) return read.refusal;
    points = [...points, point];
  }
  const last = `pickup_points.${points.length - 1}.`;
  const outcome = outcomeOf(await client.PATCH("/api/v1/farms/mine", { body: { pickup_points: points } }));
  if (outcome.errors) outcome.errors = Object.fromEntries(Object.entries(outcome.errors).map(([name, key]) => [name.replace(last, ""), key]));
  return settled(outcome);
}

function documentOf(read: Reader): { url: string; name: string } | undefined {
  const url = read.maybe("document.url");
  const name = read.maybe("document.name");
  if (!url && !name) return undefined;
  return { url: read.needed("document.url"), name: read.needed("document.name") };
}

export async function addCertificate(_: Outcome, form: FormData): Promise<Outcome> {
  const read = new Reader(form);
  const body: Schema<"NewFarmCertification"> = {
    scheme: read.choice("scheme"),
    certifier: read.needed("certifier"),
    number: read.needed("number"),
    valid_from: read.needed("valid_from"),
    valid_to: read.maybe("valid_to"),
    anniversary: read.maybe("anniversary"),
    scopes: read.all("scopes") as Schema<"NewFarmCertification">["scopes"],
    issued: read.maybe("issued"),
    document: documentOf(read),
  };
  if (body.scheme === "usda_nop" && !body.anniversary) read.errors.anniversary = "required";
  if (body.scheme === "eu" && !body.valid_to) read.errors.valid_to = "required";
  if (body.valid_to && body.valid_to <= body.valid_from) read.errors.valid_to = "too_early";
  if (read.refusal) return read.refusal;
  const outcome = outcomeOf(await (await api()).POST("/api/v1/farms/mine/certifications", { body }));
  if (outcome.problem === "certification_exists") outcome.errors = { number: "certification_exists" };
  return settled(outcome);
}

export async function renewCertificate(_: Outcome, form: FormData): Promise<Outcome> {
  const read = new Reader(form);
  const body: Schema<"FarmCertificationRenewal"> = { valid_to: read.maybe("valid_to"), anniversary: read.maybe("anniversary"), document: documentOf(read) };
  if (read.refusal) return read.refusal;
  return settled(outcomeOf(await (await api()).POST("/api/v1/farms/mine/certifications/{id}/renew", { params: { path: { id: Number(read.text("id")) } }, body })));
}

export async function surrenderCertificate(_: Outcome, form: FormData): Promise<Outcome> {
  const read = new Reader(form);
  const reason = read.needed("reason");
  if (read.refusal) return read.refusal;
  return settled(outcomeOf(await (await api()).POST("/api/v1/farms/mine/certifications/{id}/surrender", { params: { path: { id: Number(read.text("id")) } }, body: { reason } })));
}

export async function removeCertificate(_: Outcome, form: FormData): Promise<Outcome> {
  return settled(outcomeOf(await (await api()).DELETE("/api/v1/farms/mine/certifications/{id}", { params: { path: { id: Number(form.get("id")) } } })));
}

export async function invite(_: Outcome, form: FormData): Promise<Outcome> {
  const read = new Reader(form);
  const email = read.needed("email");
  if (read.refusal) return read.refusal;
  const outcome = outcomeOf(await (await api()).POST("/api/v1/farms/mine/invitations", { body: { email } }));
  if (outcome.problem === "already_invited" || outcome.problem === "works_here") outcome.errors = { email: outcome.problem };
  return settled(outcome);
}

export async function withdrawInvitation(_: Outcome, form: FormData): Promise<Outcome> {
  return settled(outcomeOf(await (await api()).DELETE("/api/v1/farms/mine/invitations/{id}", { params: { path: { id: Number(form.get("id")) } } })));
}

export async function removePerson(_: Outcome, form: FormData): Promise<Outcome> {
  return settled(outcomeOf(await (await api()).DELETE("/api/v1/farms/mine/people/{user}", { params: { path: { user: String(form.get("user")) } } })));
}

export async function handOver(_: Outcome, form: FormData): Promise<Outcome> {
  return settled(outcomeOf(await (await api()).PUT("/api/v1/farms/mine/owner", { body: { user: String(form.get("user")) } })));
}

export async function leaveFarm(): Promise<Outcome> {
  const outcome = outcomeOf(await (await api()).POST("/api/v1/farms/mine/leave", {}));
  return settled(outcome.state === "done" ? { ...outcome, goto: "/" } : outcome);
}

export async function acceptInvitation(_: Outcome, form: FormData): Promise<Outcome> {
  const read = new Reader(form);
  const token = read.needed("token");
  if (read.refusal) return read.refusal;
  const outcome = outcomeOf(await (await api()).POST("/api/v1/farms/invitations/accept", { body: { token } }));
  return settled(outcome.state === "done" ? { ...outcome, goto: "/farm" } : outcome);
}

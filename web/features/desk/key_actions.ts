"use server";
import { revalidatePath } from "next/cache";
import { api } from "@/lib/api/server";
import type { Schema } from "@/lib/api/types";
import { Reader } from "./form_data";
import { outcomeOf, type Outcome } from "./outcome";
import { addDays, instantOf } from "./reading";

const settled = (outcome: Outcome): Outcome => {
  revalidatePath("/[locale]/farm", "layout");
  return outcome;
};

/** The key's text is the outcome's value: the shop keeps a hash of it only and cannot show it again. */
export async function makeKey(_: Outcome, form: FormData): Promise<Outcome> {
  const read = new Reader(form);
  const day = read.maybe("expires");
  const body: Schema<"NewApiKey"> = {
    name: read.needed("name"),
    scopes: read.all("scopes") as Schema<"NewApiKey">["scopes"],
    // The last day counts whole, in the farm's zone.
    expires: day && instantOf(addDays(day, 1), "00:00", read.text("time_zone")),
  };
  if (body.scopes.length === 0) read.errors.scopes = "required";
  if (read.refusal) return read.refusal;
  const answer = await (await api()).POST("/api/v1/farms/mine/api-keys", { body });
  const outcome = outcomeOf(answer);
  return settled(answer.data ? { ...outcome, value: answer.data.key } : outcome);
}

export async function revokeKey(_: Outcome, form: FormData): Promise<Outcome> {
  return settled(outcomeOf(await (await api()).DELETE("/api/v1/farms/mine/api-keys/{id}", { params: { path: { id: String(form.get("id")) } } })));
}

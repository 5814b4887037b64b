"use server";
import { revalidatePath } from "next/cache";
import { isProblem } from "@/lib/api/problem";
import { api } from "@/lib/api/server";
import { readAddress, type AddressField, type AddressValues } from "./address";

export interface BookState {
  outcome: "none" | "saved" | "invalid" | "full" | "gone" | "failed";
  wrong: AddressField[];
  values: AddressValues & { label?: string };
}

/** Form fields: the address, `label`, `is_default`; `id` of the one that is changed, else it is a new one. */
export async function saveAddress(_: BookState, form: FormData): Promise<BookState> {
  const { values, wrong, address } = readAddress(form);
  const label = String(form.get("label") ?? "").trim().slice(0, 40);
  const typed = { ...values, label };
  if (!address) return { outcome: "invalid", wrong, values: typed };
  const body = { ...address, ...(label ? { label } : {}), is_default: form.has("is_default") };
  const id = String(form.get("id") ?? "");
  const client = await api();
  const answer = id ? await client.PUT("/api/v1/me/addresses/{id}", { params: { path: { id } }, body }) : await client.POST("/api/v1/me/addresses", { body });
  revalidatePath("/", "layout");
  if (answer.data) return { outcome: "saved", wrong: [], values: id ? typed : {} };
  const code = isProblem(answer.error) ? answer.error.code : "";
  return { outcome: code === "too_many_addresses" ? "full" : code === "not_found" ? "gone" : "failed", wrong: [], values: typed };
}

/** Form field `id`. */
export async function removeAddress(form: FormData): Promise<void> {
  await (await api()).DELETE("/api/v1/me/addresses/{id}", { params: { path: { id: String(form.get("id")) } } });
  revalidatePath("/", "layout");
}

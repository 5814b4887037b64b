import { z } from "zod";
import type { Schema } from "@/lib/api/types";

export const addressFields = ["name", "street", "city", "state", "zip", "phone"] as const;
export type AddressField = (typeof addressFields)[number];
export type AddressValues = Partial<Record<AddressField, string>>;

// The bounds of the API, and what a driver in the United States needs.
const address = z.object({
  name: z.string().trim().min(2).max(100),
  street: z.string().trim().min(3).max(200),
  city: z.string().trim().min(2).max(100),
  state: z.string().trim().regex(/^[A-Za-z]{2}$/),
  zip: z.string().trim().regex(/^\d{5}(-\d{4})?$/),
  phone: z.string().trim().regex(/^(|.{3,30})$/),
});

export type Read = { values: AddressValues; wrong: AddressField[]; address?: undefined } | { values: AddressValues; wrong: []; address: Schema<"AddressInput"> };

/** The fields of a form: as they were typed, and as the API takes them, or which of them are wrong. */
export function readAddress(form: FormData): Read {
  const values = Object.fromEntries(addressFields.map((name) => [name, String(form.get(name) ?? "")]));
  const read = address.safeParse(values);
  if (!read.success) return { values, wrong: [...new Set(read.error.issues.map((issue) => issue.path[0] as AddressField))] };
  const { phone, ...place } = read.data;
  return { values, wrong: [], address: { ...place, state: place.state.toUpperCase(), country: String(form.get("country") ?? "") || "US", ...(phone ? { phone } : {}) } };
}

/** What an order needs of an address of the book. */
export function placeOf({ name, street, city, state, zip, country, phone }: Schema<"SavedAddress">): Schema<"AddressInput"> {
  return { name, street, city, zip, country, ...(state ? { state } : {}), ...(phone ? { phone } : {}) };
}

/** "1123 Jenifer Street, Madison, WI 53703" */
export function addressLine(saved: Pick<Schema<"SavedAddress">, "street" | "city" | "state" | "zip">): string {
  return `${saved.street}, ${saved.city}, ${[saved.state, saved.zip].filter(Boolean).join(" ")}`;
}

/** Of the book the one that is this place and person, label and default aside. */
export function sameAddress(book: readonly Schema<"SavedAddress">[], place: AddressValues | undefined): Schema<"SavedAddress"> | undefined {
  return book.find((saved) => addressFields.every((name) => saved[name] === (place?.[name] ?? "")));
}

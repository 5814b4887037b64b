"use server";
import { revalidatePath } from "next/cache";
import { api } from "@/lib/api/server";
import type { Schema } from "@/lib/api/types";
import { Reader } from "./form_data";
import { keyOf, outcomeOf, type Outcome, type RefusalKey } from "./outcome";
import { addDays, instantOf, words } from "./reading";

const settled = (outcome: Outcome): Outcome => {
  revalidatePath("/[locale]/farm", "layout");
  return outcome;
};

// Where a gap of the API has no field of its own name, the field that mends it.
const names: Record<string, string> = { variants: "variants.0.price", harvest: "harvest.date", certificate: "certificate.claim", "certificate.number": "certificate.number" };

function variantsOf(read: Reader, timeZone: string): Schema<"ProductVariantInput">[] {
  return read.all("variant").map((i) => {
    const at = (name: string) => `variants.${i}.${name}`;
    const currency = read.maybe(at("currency"));
    const salePrice = read.money(at("sale.price"), currency);
    const saleFrom = read.maybe(at("sale.from"));
    const saleTo = read.maybe(at("sale.to"));
    if (salePrice && !saleFrom) read.errors[at("sale.from")] = "required";
    if (salePrice && !saleTo) read.errors[at("sale.to")] = "required";
    if (!salePrice && (saleFrom || saleTo) && !read.errors[at("sale.price")]) read.errors[at("sale.price")] = "required";
    const contentQuantity = read.quantity(at("content.quantity"));
    const breakFrom = read.quantity(at("breaks.0.from_quantity"));
    const breakPrice = read.money(at("breaks.0.price"), currency);
    return {
      sku: read.maybe(at("sku")),
      title: read.needed(at("title")),
      unit: read.choice(at("unit")),
      price: read.neededMoney(at("price"), currency),
      pack: read.quantity(at("pack")),
      step: read.quantity(at("step")),
      min_quantity: read.quantity(at("min_quantity")),
      gtin: read.maybe(at("gtin")),
      options: JSON.parse(read.maybe(at("options")) ?? "[]") as Schema<"ProductOption">[],
      sale: salePrice && saleFrom && saleTo ? { price: salePrice, from: instantOf(saleFrom, "00:00", timeZone), to: instantOf(addDays(saleTo, 1), "00:00", timeZone) } : undefined,
      breaks: [...(breakFrom !== undefined && breakPrice ? [{ from_quantity: breakFrom, price: breakPrice }] : []), ...(JSON.parse(read.maybe(at("breaks.more")) ?? "[]") as Schema<"ProductVolumePrice">[])],
      content: contentQuantity === undefined ? undefined : { quantity: contentQuantity, unit: read.choice(at("content.unit")) },
    };
  });
}

/** The API counts variants as they are sent; the form by the number that each had on the page. */
function byRow(outcome: Outcome, rows: string[]): Outcome {
  if (!outcome.errors) return outcome;
  const errors = Object.fromEntries(Object.entries(outcome.errors).map(([name, key]) => {
    const match = /^variants\.(\d+)(.*)$/.exec(name);
    return [match ? `variants.${rows[Number(match[1])] ?? match[1]}${match[2] || ".price"}` : name, key];
  }));
  return { ...outcome, errors };
}

export async function createProduct(_: Outcome, form: FormData): Promise<Outcome> {
  const read = new Reader(form);
  const body = { title: read.needed("title"), category: read.needed("category"), reference: read.maybe("reference") };
  if (read.refusal) return read.refusal;
  const answer = await (await api()).POST("/api/v1/products", { body });
  const outcome = outcomeOf(answer);
  if (outcome.problem === "reference_taken") outcome.errors = { reference: "reference_taken" };
  return settled(answer.data ? { ...outcome, goto: `/farm/products/${answer.data.id}` } : outcome);
}

export async function saveProduct(_: Outcome, form: FormData): Promise<Outcome> {
  const read = new Reader(form);
  const timeZone = read.text("time_zone");
  const claim = read.choice<"undeclared" | "certified" | "none_claimed">("certificate.claim");
  const from = read.whole("harvest.from_month");
  const to = read.whole("harvest.to_month");
  const images = read.all("image").flatMap((i) => {
    const url = read.maybe(`images.${i}.url`);
    return url ? [{ url, alt: read.text(`images.${i}.alt`) }] : [];
  });
  const declares = read.text("allergens.declared");
  const rows = read.all("variant");
  const body: Schema<"ProductChange"> = {
    title: read.needed("title"),
    category: read.needed("category"),
    description: read.text("description"),
    tags: words(read.text("tags")),
    variants: variantsOf(read, timeZone),
    field: read.maybe("field"),
    harvest: { date: read.maybe("harvest.date"), from_month: from, to_month: to },
    season: read.all("season").map(Number),
    certificate: { claim, number: claim === "certified" ? read.maybe("certificate.number") : undefined },
    storage: read.text("storage"),
    handling: read.text("handling"),
    storage_class: read.maybe("storage_class") ? read.choice<"ambient" | "chilled" | "eggs" | "frozen">("storage_class") : undefined,
    allergens: declares === "none" ? [] : declares === "some" ? (read.all("allergens") as NonNullable<Schema<"ProductChange">["allergens"]>) : undefined,
    tax_category: read.choice<NonNullable<Schema<"ProductChange">["tax_category"]>>("tax_category"),
    min_remaining_shelf_life_days: read.whole("min_remaining_shelf_life_days"),
    seo: { title: read.text("seo.title"), description: read.text("seo.description") },
    images,
  };
  if (read.refusal) return read.refusal;
  const answer = await (await api()).PATCH("/api/v1/products/{product}", { params: { path: { product: read.text("id") } }, body });
  return settled(byRow(outcomeOf(answer, names), rows));
}

/** Fields: `id`, `what`. */
export async function changeProductState(_: Outcome, form: FormData): Promise<Outcome> {
  const read = new Reader(form);
  const params = { path: { id: read.text("id") } };
  const client = await api();
  switch (read.text("what")) {
    case "publish":
      return settled(outcomeOf(await client.POST("/api/v1/products/{id}/publish", { params })));
    case "unpublish":
      return settled(outcomeOf(await client.POST("/api/v1/products/{id}/unpublish", { params })));
    case "archive":
      return settled(outcomeOf(await client.POST("/api/v1/products/{id}/archive", { params })));
    case "duplicate": {
      const answer = await client.POST("/api/v1/products/{id}/duplicate", { params });
      return settled(answer.data ? { state: "done", goto: `/farm/products/${answer.data.id}` } : outcomeOf(answer));
    }
    default:
      return { state: "refused", problem: "failed" };
  }
}

export interface PreviewOutcome extends Outcome {
  preview?: Schema<"ImportPreview">;
  operation?: string;
}

export async function previewImport(csv: string): Promise<PreviewOutcome> {
  const answer = await (await api()).POST("/api/v1/farms/mine/products/import/preview", { body: { csv } });
  return { ...outcomeOf(answer), preview: answer.data };
}

export async function importProducts(csv: string): Promise<PreviewOutcome> {
  const answer = await (await api()).POST("/api/v1/farms/mine/products/import", { body: { csv } });
  return { ...outcomeOf(answer), operation: answer.data?.id };
}

/** Called when the work has ended, so that lists show what came. */
export async function importEnded(): Promise<void> {
  revalidatePath("/[locale]/farm", "layout");
}

export interface BulkProductsOutcome extends Outcome {
  operation?: string;
}

/** Publishes, unpublishes, archives or reprices many; `percent` for a new price. */
export async function changeMany(action: Schema<"BulkProductsInput">["action"], ids: string[], percent?: number): Promise<BulkProductsOutcome> {
  const answer = await (await api()).POST("/api/v1/products/bulk", { body: { action, ids, percent } });
  return { ...outcomeOf(answer), operation: answer.data?.id };
}

export async function errorsOf(operation: string): Promise<{ line: number; field: string; problem: RefusalKey; detail: string }[]> {
  const answer = await (await api()).GET("/api/v1/operations/{id}/errors", { params: { path: { id: operation }, query: { limit: 100 } } });
  return answer.data?.items.map((row) => ({ line: row.line, field: row.pointer.replace(/^\//, ""), problem: keyOf(row.code, "invalid"), detail: row.detail })) ?? [];
}

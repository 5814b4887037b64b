"use server";
// What an admin decides. Each action asks the API on behalf of the browser; the API knows who may.
import { redirect } from "next/navigation";
import type { Schema } from "@/lib/api/types";
import { isProblem } from "@/lib/api/problem";
import { getLocale, getT } from "@/lib/i18n";
import { localePath } from "@/lib/i18n/path";
import { missing, orUndefined, outcomeOf, refused, textOf } from "./act";
import { towerApi } from "./admin";
import { instantOf, minorUnits, parts, percentPpm, whole } from "./inputs";
import type { Outcome } from "./outcome";
import { recallMark, traced } from "./trace";

type Before = Outcome | null;

/** Fields: `farm`, `name`, `decision` and, where it needs one, `reason` or `question`. */
export async function decideFarm(_: Before, form: FormData): Promise<Outcome> {
  const [client, t] = [await towerApi(), await getT("tower")];
  const params = { params: { path: { id: textOf(form, "farm") } } };
  const name = textOf(form, "name");
  const decision = textOf(form, "decision");
  if (decision === "verify") return outcomeOf(await client.POST("/api/v1/farms/{id}/verify", params), form, t("doneVerified", { name }));
  if (decision === "pause") {
    const empty = await missing(form, "reason");
    return empty ?? outcomeOf(await client.POST("/api/v1/farms/{id}/pause", { ...params, body: { reason: textOf(form, "reason") } }), form, t("donePaused", { name }));
  }
  if (decision === "resume") return outcomeOf(await client.POST("/api/v1/farms/{id}/resume", params), form, t("doneResumed", { name }));
  if (decision === "ask") {
    const empty = await missing(form, "question");
    return empty ?? outcomeOf(await client.POST("/api/v1/farms/{id}/ask", { ...params, body: { question: textOf(form, "question") } }), form, t("doneAsked", { name }));
  }
  const empty = await missing(form, "reason");
  return empty ?? outcomeOf(await client.POST("/api/v1/farms/{id}/reject", { ...params, body: { reason: textOf(form, "reason") } }), form, t("doneRejected", { name }));
}

/** Fields: `farm`, `certification`, `decision` and, but for verify and reinstate, `reason`. */
export async function decideCertificate(_: Before, form: FormData): Promise<Outcome> {
  const [client, t] = [await towerApi(), await getT("tower")];
  const params = { params: { path: { id: textOf(form, "farm"), certification: Number(textOf(form, "certification")) } } };
  const decision = textOf(form, "decision");
  if (decision === "verify") return outcomeOf(await client.POST("/api/v1/farms/{id}/certifications/{certification}/verify", params), form, t("doneCertVerified"));
  if (decision === "reinstate") return outcomeOf(await client.POST("/api/v1/farms/{id}/certifications/{certification}/reinstate", params), form, t("doneCertReinstated"));
  const empty = await missing(form, "reason");
  if (empty) return empty;
  const body = { reason: textOf(form, "reason") };
  if (decision === "suspend") return outcomeOf(await client.POST("/api/v1/farms/{id}/certifications/{certification}/suspend", { ...params, body }), form, t("doneCertSuspended"));
  if (decision === "revoke") return outcomeOf(await client.POST("/api/v1/farms/{id}/certifications/{certification}/revoke", { ...params, body }), form, t("doneCertRevoked"));
  return outcomeOf(await client.POST("/api/v1/farms/{id}/certifications/{certification}/refuse", { ...params, body }), form, t("doneCertRefused"));
}

/** `lines` as fields `q-<sku>` with packs; empty and 0 are left out. */
function linesOf(form: FormData): { lines: Schema<"OrderLineInput">[]; wrong: string[] } {
  const lines: Schema<"OrderLineInput">[] = [];
  const wrong: string[] = [];
  for (const [name, value] of form) {
    if (!name.startsWith("q-") || typeof value !== "string" || value.trim() === "") continue;
    const quantity = Number(value.replace(",", "."));
    if (!Number.isFinite(quantity) || quantity < 0) wrong.push(name);
    else if (quantity > 0) lines.push({ sku: name.slice(2), quantity });
  }
  return { lines, wrong };
}

/** Fields: `order`, `complaint`, `resolution`, `text`, `q-<sku>`. */
export async function decideComplaint(_: Before, form: FormData): Promise<Outcome> {
  const [client, t] = [await towerApi(), await getT("tower")];
  const resolution = textOf(form, "resolution") as Schema<"DecisionInput">["resolution"];
  const { lines, wrong } = linesOf(form);
  const fields: Record<string, string> = Object.fromEntries(wrong.map((name) => [name, t("fieldForm")]));
  if (textOf(form, "text") === "") fields.text = t("fieldRequired");
  if (resolution === "refund" && lines.length === 0 && wrong.length === 0) fields.resolution = t("fieldLines");
  if (Object.keys(fields).length) return refused(form, fields);
  const body = { resolution, text: textOf(form, "text"), ...(resolution === "none" ? {} : { lines: lines.length ? lines : undefined }) };
  return outcomeOf(await client.POST("/api/v1/admin/orders/{id}/complaints/{complaint}/decision", { params: { path: { id: textOf(form, "order"), complaint: textOf(form, "complaint") } }, body }), form, t("doneDecided"));
}

/** Fields: `order`, `farm`, `reason`, `restock`, `key` and `q-<sku>`; without quantities all that is left of the part. */
export async function cancelPart(_: Before, form: FormData): Promise<Outcome> {
  const [client, t] = [await towerApi(), await getT("tower")];
  const { lines, wrong } = linesOf(form);
  if (wrong.length) return refused(form, Object.fromEntries(wrong.map((name) => [name, t("fieldForm")])));
  const empty = await missing(form, "reason");
  if (empty) return empty;
  const body = { farm: textOf(form, "farm"), reason: textOf(form, "reason"), restock: form.has("restock"), lines: lines.length ? lines : undefined };
  return outcomeOf(await client.POST("/api/v1/admin/orders/{id}/cancel", { params: { path: { id: textOf(form, "order") }, header: { "Idempotency-Key": textOf(form, "key") } }, body }), form, t("doneCancelled"));
}

/** Fields: `order`, `audience`, `text`. */
export async function addNote(_: Before, form: FormData): Promise<Outcome> {
  const [client, t] = [await towerApi(), await getT("tower")];
  const empty = await missing(form, "text");
  if (empty) return empty;
  const body = { audience: textOf(form, "audience") as Schema<"ShopNoteInput">["audience"], text: textOf(form, "text") };
  return outcomeOf(await client.POST("/api/v1/admin/orders/{id}/notes", { params: { path: { id: textOf(form, "order") } }, body }), form, t("doneNoted"));
}

/** Fields: `user`, `change` and, where it needs one, `role` or `reason`. */
export async function changeUser(_: Before, form: FormData): Promise<Outcome> {
  const [client, t] = [await towerApi(), await getT("tower")];
  const params = { params: { path: { id: textOf(form, "user") } } };
  const change = textOf(form, "change");
  if (change === "role") return outcomeOf(await client.POST("/api/v1/admin/users/{id}/role", { ...params, body: { role: textOf(form, "role") as Schema<"RoleChange">["role"] } }), form, t("doneRole"));
  if (change === "enable") return outcomeOf(await client.POST("/api/v1/admin/users/{id}/enable", params), form, t("doneEnabled"));
  if (change === "end_sessions") return outcomeOf(await client.POST("/api/v1/admin/users/{id}/end-sessions", params), form, t("doneSignedOut"));
  if (change === "reset_factor") return outcomeOf(await client.POST("/api/v1/admin/users/{id}/reset-second-factor", params), form, t("doneFactor"));
  const empty = await missing(form, "reason");
  return empty ?? outcomeOf(await client.POST("/api/v1/admin/users/{id}/disable", { ...params, body: { reason: textOf(form, "reason") } }), form, t("doneDisabled"));
}

/** Fields: `what` ("farms.verify", …), `id` (many), `reason`, `farm`, `percent`. On success the work's own page. */
export async function startWork(_: Before, form: FormData): Promise<Outcome> {
  const [client, t, locale] = [await towerApi(), await getT("tower"), await getLocale()];
  const [area, action] = textOf(form, "what").split(".");
  const ids = form.getAll("id").map(String);
  const given = textOf(form, "ids").split(/[\s,;]+/).filter(Boolean);
  const all = [...ids, ...given];
  const farm = orUndefined(textOf(form, "farm"));
  const needsIds = !(area === "products" && farm) && area !== "doctor" && area !== "search";
  if (needsIds && all.length === 0) return refused(form, form.has("ids") ? { ids: t("fieldRequired") } : {}, t("nothingChosen"));
  const reason = orUndefined(textOf(form, "reason"));
  if ((action === "reject" || action === "disable" || (area === "farms" && action === "pause")) && !reason) return refused(form, { reason: t("fieldRequired") });
  const send = async () => {
    switch (area) {
      case "farms": return client.POST("/api/v1/admin/farms/bulk", { body: { action: action as Schema<"BulkFarmsInput">["action"], ids: all, reason } });
      case "orders": return client.POST("/api/v1/admin/orders/cancel", { body: { ids: all } });
      case "users": return client.POST("/api/v1/admin/users/bulk", { body: { action: action as Schema<"BulkUsersInput">["action"], ids: all, reason } });
      case "coupons": return client.POST("/api/v1/admin/coupons/bulk", { body: { action: action as Schema<"BulkCouponsInput">["action"], ids: all } });
      case "products": return client.POST("/api/v1/products/bulk", { body: { action: action as Schema<"BulkProductsInput">["action"], ids: all.length ? all : undefined, farm, percent: action === "change_price" ? Number(textOf(form, "percent").replace(",", ".")) : undefined } });
      case "doctor": return client.POST("/api/v1/admin/doctor");
      default: return client.POST("/api/v1/admin/search/rebuild");
    }
  };
  if (action === "change_price" && !(Number.isFinite(Number(textOf(form, "percent").replace(",", "."))) && textOf(form, "percent") !== "")) return refused(form, { percent: t("fieldForm") });
  const answer = await send();
  const outcome = await outcomeOf(answer, form, t("doneStarted"), { "/ids": "ids", "/percent": "percent", "/farm": "farm" });
  if (answer.data) redirect(localePath(locale, `/tower/work/${answer.data.id}`));
  return outcome;
}

export async function cancelWork(_: Before, form: FormData): Promise<Outcome> {
  const [client, t] = [await towerApi(), await getT("tower")];
  return outcomeOf(await client.POST("/api/v1/operations/{id}/cancel", { params: { path: { id: textOf(form, "operation") } } }), form, t("doneWorkCancelled"));
}

/** Fields: `sku`, `lot`, `code`, `reason`, `typed`, `read`. */
export async function recallLot(_: Before, form: FormData): Promise<Outcome> {
  const [client, t, locale] = [await towerApi(), await getT("tower"), await getLocale()];
  const [sku, lot, code, reason] = [textOf(form, "sku"), textOf(form, "lot"), textOf(form, "code"), textOf(form, "reason")];
  const fields: Record<string, string> = {};
  if (reason.length < 3) fields.reason = t("fieldRequired");
  if (textOf(form, "typed") !== code) fields.typed = t("recallTypeWrong");
  if (!form.has("read")) fields.read = t("recallReadFirst");
  if (Object.keys(fields).length) return refused(form, fields);
  // First nothing more is sold of it and people are told, which is the API's; then boxes are stopped one by one, each repeatable by its key.
  const recalled = await client.POST("/api/v1/admin/inventory/{sku}/lots/{lot}/recall", { params: { path: { sku, lot } }, body: { reason } });
  if (!recalled.data) return outcomeOf(recalled, form, "");
  const trace = await traced(sku, lot);
  let [stopped, failed] = [0, 0];
  for (const box of trace?.stop ?? []) {
    let whole = true;
    // Lot by lot, for what a refund says of its lot is how the trace knows later what was taken back.
    for (const { lot: of, units } of box.open) {
      const words = `${recallMark(locale, trace?.codes.get(of) ?? of)}${trace?.title}: ${reason}`;
      const answer = await client.POST("/api/v1/admin/orders/{id}/cancel", { params: { path: { id: box.order }, header: { "Idempotency-Key": `recall-${of}-${box.order}` } }, body: { farm: recalled.data.farm, lines: [{ sku, quantity: units }], restock: false, reason: words } });
      whole &&= Boolean(answer.data);
    }
    if (whole) ++stopped; else ++failed;
  }
  redirect(localePath(locale, `/tower/recall/${sku}/${lot}?stopped=${stopped}&failed=${failed}`));
}

/** Fields as in the form of coupons. Money is typed in dollars, shares in percent. */
export async function makeCoupon(_: Before, form: FormData): Promise<Outcome> {
  const [client, t, locale] = [await towerApi(), await getT("tower"), await getLocale()];
  const percent = textOf(form, "kind") === "percent";
  const off = percent ? percentPpm(textOf(form, "off")) : minorUnits(textOf(form, "off"));
  const minimum = textOf(form, "minimum") ? minorUnits(textOf(form, "minimum")) : undefined;
  const fields: Record<string, string> = {};
  if (!textOf(form, "code")) fields.code = t("fieldRequired");
  if (!off) fields.off = t("fieldForm");
  if (minimum === null) fields.minimum = t("fieldForm");
  const [uses, each] = [whole(textOf(form, "uses_max")), whole(textOf(form, "uses_per_customer_max"))];
  if (uses === null) fields.uses_max = t("fieldForm");
  if (each === null) fields.uses_per_customer_max = t("fieldForm");
  const scope = textOf(form, "scope") as NonNullable<Schema<"CouponInput">["scope"]>;
  if (scope !== "cart" && !textOf(form, "of")) fields.of = t("fieldRequired");
  if (Object.keys(fields).length || !off) return refused(form, fields);
  const answer = await client.POST("/api/v1/admin/coupons", {
    body: {
      code: textOf(form, "code"), ...(percent ? { percent_ppm: off } : { amount: { amount: off, currency: "USD" } }), scope, of: scope === "cart" ? undefined : textOf(form, "of"),
      minimum: minimum ? { amount: minimum, currency: "USD" } : undefined, from: instantOf(textOf(form, "from")), to: instantOf(textOf(form, "to"), true),
      combinable: form.has("combinable"), description: orUndefined(textOf(form, "description")), uses_max: uses ?? undefined, uses_per_customer_max: each ?? undefined,
    },
  });
  if (answer.data) { await outcomeOf(answer, form, ""); redirect(localePath(locale, `/tower/shop/coupons/${answer.data.id}`)); }
  return outcomeOf(answer, form, "", { "/percent_ppm": "off", "/amount/amount": "off", "/minimum/amount": "minimum" });
}

export async function changeCoupon(_: Before, form: FormData): Promise<Outcome> {
  const [client, t] = [await towerApi(), await getT("tower")];
  const params = { params: { path: { id: textOf(form, "coupon") } } };
  if (form.has("paused")) return outcomeOf(await client.PATCH("/api/v1/admin/coupons/{id}", { ...params, body: { paused: textOf(form, "paused") === "true" } }), form, t("doneSaved"));
  const [uses, each] = [whole(textOf(form, "uses_max")), whole(textOf(form, "uses_per_customer_max"))];
  if (uses === null || each === null) return refused(form, { ...(uses === null ? { uses_max: t("fieldForm") } : {}), ...(each === null ? { uses_per_customer_max: t("fieldForm") } : {}) });
  return outcomeOf(await client.PATCH("/api/v1/admin/coupons/{id}", { ...params, body: { description: orUndefined(textOf(form, "description")), to: instantOf(textOf(form, "to"), true), uses_max: uses, uses_per_customer_max: each } }), form, t("doneSaved"));
}

type TemplatePath = { event: string; locale: "en" | "es" };
const templatePath = (form: FormData): TemplatePath => ({ event: textOf(form, "event"), locale: textOf(form, "language") === "es" ? "es" : "en" });
const words = (form: FormData) => ({ subject: textOf(form, "subject"), text: String(form.get("text") ?? "").replace(/\r\n/g, "\n").trim() });

export async function saveTemplate(_: Before, form: FormData): Promise<Outcome> {
  const [client, t] = [await towerApi(), await getT("tower")];
  const params = { params: { path: templatePath(form) } };
  if (textOf(form, "do") === "reset") return outcomeOf(await client.DELETE("/api/v1/admin/notification-templates/{event}/{locale}", params), form, t("doneReset"));
  const empty = await missing(form, "subject", "text");
  return empty ?? outcomeOf(await client.PUT("/api/v1/admin/notification-templates/{event}/{locale}", { ...params, body: { ...words(form), version: Number(textOf(form, "version")) } }), form, t("doneSaved"));
}

export interface Preview { mail?: Schema<"Rendered">; problem?: string }
export async function previewTemplate(form: FormData): Promise<Preview> {
  const [client, t] = [await towerApi(), await getT("tower")];
  const { subject, text } = words(form);
  const answer = await client.POST("/api/v1/admin/notification-templates/{event}/{locale}/preview", { params: { path: templatePath(form) }, body: { subject: orUndefined(subject), text: orUndefined(text) } });
  if (answer.data) return { mail: answer.data };
  return { problem: isProblem(answer.error) && (answer.error.code === "template_invalid" || answer.error.code === "invalid_input") ? t("problemTemplate") : t("problemServer") };
}

/** Fields: `slug` when there is one, `name`, `parent`, `archived`, `states_storage`, `declares_allergens`. */
export async function saveCategory(_: Before, form: FormData): Promise<Outcome> {
  const [client, t] = [await towerApi(), await getT("tower")];
  const empty = await missing(form, "name");
  if (empty) return empty;
  const body = { name: textOf(form, "name"), parent: parts(textOf(form, "parent")), states_storage: form.has("states_storage"), declares_allergens: form.has("declares_allergens") };
  const slug = textOf(form, "slug");
  if (!slug) return outcomeOf(await client.POST("/api/v1/admin/categories", { body: { ...body, parent: orUndefined(body.parent), slug: orUndefined(textOf(form, "new_slug")) } }), form, t("doneSaved"), { "/slug": "new_slug" });
  return outcomeOf(await client.PATCH("/api/v1/admin/categories/{slug}", { params: { path: { slug } }, body: { ...body, archived: form.has("archived") } }), form, t("doneSaved"));
}

/** Fields: `task`, `do` ("retry", "remove"). */
export async function handleDeadTask(_: Before, form: FormData): Promise<Outcome> {
  const [client, t] = [await towerApi(), await getT("tower")];
  const params = { params: { path: { task_id: textOf(form, "task") } } };
  if (textOf(form, "do") === "retry") return outcomeOf(await client.POST("/api/v1/admin/tasks/dead/{task_id}/retry", params), form, t("doneRetried"));
  return outcomeOf(await client.DELETE("/api/v1/admin/tasks/dead/{task_id}", params), form, t("doneRemoved"));
}

export async function addSuppression(_: Before, form: FormData): Promise<Outcome> {
  const [client, t] = [await towerApi(), await getT("tower")];
  const empty = await missing(form, "email", "reason");
  return empty ?? outcomeOf(await client.POST("/api/v1/admin/suppressions", { body: { email: textOf(form, "email"), reason: textOf(form, "reason") } }), form, t("doneSaved"));
}

export async function removeSuppression(_: Before, form: FormData): Promise<Outcome> {
  const [client, t] = [await towerApi(), await getT("tower")];
  return outcomeOf(await client.DELETE("/api/v1/admin/suppressions/{id}", { params: { path: { id: textOf(form, "suppression") } } }), form, t("doneRemoved"));
}

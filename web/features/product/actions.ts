"use server";
import { api } from "@/lib/api/server";
import { getLocale } from "@/lib/i18n";
import { getMe } from "@/lib/session";

export interface WaitState {
  outcome: "none" | "waiting" | "refused" | "failed";
}

/** Form fields: `slug`, `sku`, and a guest's `email`: an account has its own, and the API takes no other. */
export async function waitForStock(_: WaitState, form: FormData): Promise<WaitState> {
  const email = (await getMe()) ? "" : String(form.get("email") ?? "").trim();
  const answer = await (await api()).POST("/api/v1/products/{slug}/back-in-stock", {
    params: { path: { slug: String(form.get("slug")) } },
    body: { sku: String(form.get("sku")), ...(email ? { email } : {}), locale: await getLocale() },
  });
  if (answer.response.ok) return { outcome: "waiting" };
  return { outcome: answer.response.status === 422 ? "refused" : "failed" };
}

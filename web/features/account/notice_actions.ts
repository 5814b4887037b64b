"use server";
import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { isProblem } from "@/lib/api/problem";
import { api } from "@/lib/api/server";
import { getLocale } from "@/lib/i18n";
import { localePath } from "@/lib/i18n/path";
import { noticePage } from "./notice_link";

export interface ChoicesState {
  outcome: "none" | "saved" | "failed";
}

export interface UnsubscribeState {
  outcome: "none" | "done" | "link_dead" | "failed";
}

/** Form field `id`. Read from now on; where it leads to a page, that is opened: the API says which, not the form. */
export async function openNotice(form: FormData): Promise<void> {
  const { data } = await (await api()).POST("/api/v1/me/notices/{id}/read", { params: { path: { id: String(form.get("id")) } } });
  revalidatePath("/", "layout");
  const page = data && noticePage(data.link);
  if (page) redirect(localePath(await getLocale(), page));
}

export async function readAllNotices(): Promise<void> {
  await (await api()).POST("/api/v1/me/notices/read");
  revalidatePath("/", "layout");
}

/** Form fields: `locale`; `event` for each that may be switched off, and `on` for each that is wanted. */
export async function saveChoices(_: ChoicesState, form: FormData): Promise<ChoicesState> {
  const wanted = new Set(form.getAll("on").map(String));
  const off = form.getAll("event").map(String).filter((event) => !wanted.has(event));
  const answer = await (await api()).PUT("/api/v1/me/notifications", { body: { locale: form.get("locale") === "es" ? "es" : "en", off } });
  revalidatePath("/", "layout");
  return { outcome: answer.response.ok ? "saved" : "failed" };
}

/** Form field `token`, of the link in a mail. */
export async function unsubscribe(_: UnsubscribeState, form: FormData): Promise<UnsubscribeState> {
  const answer = await (await api()).POST("/api/v1/notifications/unsubscribe/{token}", { params: { path: { token: String(form.get("token")) } } });
  if (answer.data) return { outcome: answer.data.on ? "failed" : "done" };
  return { outcome: isProblem(answer.error) && answer.error.code === "unsubscribe_link_invalid" ? "link_dead" : "failed" };
}

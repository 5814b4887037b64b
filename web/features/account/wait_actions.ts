"use server";
import { revalidatePath } from "next/cache";
import { api } from "@/lib/api/server";

/** Form field `id`. What came back meanwhile waits no more either: the page says what is left. */
export async function stopWaiting(form: FormData): Promise<void> {
  await (await api()).DELETE("/api/v1/back-in-stock/{id}", { params: { path: { id: String(form.get("id")) } } });
  revalidatePath("/", "layout");
}

import "server-only";
import { notFound } from "next/navigation";
import { cache } from "react";
import { api } from "@/lib/api/server";
import { isProblem } from "@/lib/api/problem";
import { requireMe, type Me } from "@/lib/session";

/** Who is not an admin finds nothing here; who is not signed in signs in first. */
export const requireAdmin = cache(async (): Promise<Me> => {
  const me = await requireMe("/tower");
  if (me.role !== "admin") notFound();
  return me;
});

/** The API for an admin's page. */
export async function towerApi() {
  await requireAdmin();
  return api();
}

/** An admin without a second factor can do nothing but get one, where the shop asks for it. */
export const needsSecondFactor = cache(async (): Promise<boolean> => {
  const me = await requireAdmin();
  if (me.second_factor) return false;
  const answer = await (await api()).GET("/api/v1/admin/tasks", { params: { query: { limit: 1 } } });
  return isProblem(answer.error) && answer.error.code === "second_factor_required";
});

import "server-only";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import { api } from "@/lib/api/server";
import { must } from "@/lib/api/problem";
import type { Schema } from "@/lib/api/types";
import { getLocale } from "@/lib/i18n";
import { localePath } from "@/lib/i18n/path";

export type Me = Schema<"Account">;

export async function hasSession(): Promise<boolean> {
  const jar = await cookies();
  return jar.has("gh_session") || jar.has("__Host-gh_session");
}

/** Who asks, or null. Asked once per request, and only when there is a cookie to ask with. */
export const getMe = cache(async (): Promise<Me | null> => {
  if (!(await hasSession())) return null;
  const answer = await (await api()).GET("/api/v1/me");
  return answer.response.status === 401 ? null : must(answer);
});

/** For pages of an account: who is not signed in signs in first and comes back. */
export async function requireMe(back: string): Promise<Me> {
  const me = await getMe();
  if (!me) redirect(localePath(await getLocale(), `/sign-in?back=${encodeURIComponent(back)}`));
  return me;
}

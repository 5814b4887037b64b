"use server";
import { revalidatePath } from "next/cache";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { z } from "zod";
import { boxCookie } from "@/features/cart/box";
import { isProblem } from "@/lib/api/problem";
import { api, apiAddress } from "@/lib/api/server";
import { getLocale } from "@/lib/i18n";
import { localePath } from "@/lib/i18n/path";
import { passCookies } from "@/lib/session/cookies";
import { qrShape } from "@/ui/qr";
import type { QrShape } from "@/ui/qr_picture";

export type AccountOutcome =
  | "none" | "done" | "invalid" | "wrong" | "code_needed" | "code_wrong" | "expired" | "closed" | "wait" | "taken" | "weak" | "link_dead" | "failed";

export interface AccountState {
  outcome: AccountOutcome;
  email?: string;
  name?: string;
  /** Of a sign-in whose password was right: with a code it takes the place of e-mail and password. */
  challenge?: string;
  /** Kept for the step with the code, so that nothing is typed twice. */
  secret?: string;
  /** The same for the camera of an authenticator. */
  qr?: QrShape;
  codes?: string[];
}

const outcomes: Record<string, AccountOutcome> = {
  wrong_credentials: "wrong", wrong_password: "wrong", second_factor_needed: "code_needed", wrong_code: "code_wrong", challenge_refused: "expired", account_disabled: "closed",
  too_many_attempts: "wait", mail_sent_lately: "wait", rate_limited: "wait", email_taken: "taken", duplicate_key: "taken", mail_token_refused: "link_dead", invalid_input: "invalid",
};

function outcomeOf(answer: { response: Response; error?: unknown }): AccountOutcome {
  if (answer.response.ok) return "done";
  if (!isProblem(answer.error)) return "failed";
  const { code, errors } = answer.error;
  if (code === "invalid_input" && errors?.some((e) => e.pointer?.includes("password"))) return "weak";
  return outcomes[code] ?? "failed";
}

/** Only an own path: "//elsewhere" and "https:…" are not. */
async function goBack(form: FormData): Promise<never> {
  const back = String(form.get("back") ?? "");
  const own = /^\/(?![/\\])[^\s\\]*$/.test(back) ? back : "/account";
  redirect(localePath(await getLocale(), own));
}

/** What a guest had put in goes into the account's box. The session is too new for the cookies of this request. */
async function claimBox(session: Response) {
  const jar = await cookies();
  const id = jar.get(boxCookie)?.value;
  if (!id) return;
  const cookie = session.headers.getSetCookie().map((line) => line.split(";")[0]).join("; ");
  const answer = await fetch(`${apiAddress}/api/v1/carts/${encodeURIComponent(id)}/claim`, { method: "POST", headers: { cookie, origin: new URL(apiAddress).origin } });
  if (answer.ok) jar.delete(boxCookie);
}

const session = { header: { "Gh-Session": "cookie" as const } };

/** First e-mail and password; where a code is needed, then `challenge`, which the first step gave, and `code`. */
export async function signIn(_: AccountState, form: FormData): Promise<AccountState> {
  const email = String(form.get("email") ?? "").trim();
  const challenge = String(form.get("challenge") ?? "");
  const client = await api();
  if (challenge) {
    const code = String(form.get("code") ?? "").replace(/\s/g, "");
    if (code.length < 6) return { outcome: "code_wrong", email, challenge };
    const answer = await client.POST("/api/v1/auth/login/second-factor", { params: session, body: { challenge, code } });
    const outcome = outcomeOf(answer);
    if (outcome !== "done") return { outcome, email, ...(outcome === "expired" || outcome === "closed" ? {} : { challenge }) };
    return goIn(answer.response, form);
  }
  const password = String(form.get("password") ?? "");
  if (!z.email().safeParse(email).success || !password) return { outcome: "invalid", email };
  const answer = await client.POST("/api/v1/auth/login", { params: session, body: { email, password } });
  const outcome = outcomeOf(answer);
  if (outcome === "done") return goIn(answer.response, form);
  return { outcome, email, ...(outcome === "code_needed" && isProblem(answer.error) ? { challenge: String(answer.error.challenge) } : {}) };
}

async function goIn(opened: Response, form: FormData): Promise<never> {
  await passCookies(opened);
  await claimBox(opened);
  revalidatePath("/", "layout");
  return goBack(form);
}

export async function register(_: AccountState, form: FormData): Promise<AccountState> {
  const [email, name] = [String(form.get("email") ?? "").trim(), String(form.get("name") ?? "").trim()];
  const password = String(form.get("password") ?? "");
  if (!z.email().safeParse(email).success || !name) return { outcome: "invalid", email, name };
  if (password.length < 10) return { outcome: "weak", email, name };
  const answer = await (await api()).POST("/api/v1/auth/register", { params: session, body: { email, name, password } });
  const outcome = outcomeOf(answer);
  if (outcome !== "done") return { outcome, email, name };
  return goIn(answer.response, form);
}

export async function signOut(): Promise<void> {
  const answer = await (await api()).POST("/api/v1/auth/logout");
  await passCookies(answer.response);
  const jar = await cookies();
  for (const name of ["gh_session", "__Host-gh_session", "gh_signed_in"]) jar.delete(name);
  redirect(localePath(await getLocale(), "/"));
}

export async function forgotPassword(_: AccountState, form: FormData): Promise<AccountState> {
  const email = String(form.get("email") ?? "").trim();
  if (!z.email().safeParse(email).success) return { outcome: "invalid", email };
  return { outcome: outcomeOf(await (await api()).POST("/api/v1/auth/forgot-password", { body: { email } })), email };
}

export async function resetPassword(_: AccountState, form: FormData): Promise<AccountState> {
  const password = String(form.get("password") ?? "");
  if (password.length < 10) return { outcome: "weak" };
  return { outcome: outcomeOf(await (await api()).POST("/api/v1/auth/reset-password", { body: { token: String(form.get("token") ?? ""), password } })) };
}

export async function verifyEmail(_: AccountState, form: FormData): Promise<AccountState> {
  const answer = await (await api()).POST("/api/v1/auth/verify-email", { body: { token: String(form.get("token") ?? "") } });
  revalidatePath("/", "layout");
  return { outcome: outcomeOf(answer) };
}

export async function changeName(_: AccountState, form: FormData): Promise<AccountState> {
  const name = String(form.get("name") ?? "").trim();
  if (!name) return { outcome: "invalid" };
  const answer = await (await api()).PATCH("/api/v1/me", { body: { name } });
  revalidatePath("/", "layout");
  return { outcome: outcomeOf(answer), name };
}

export async function changePassword(_: AccountState, form: FormData): Promise<AccountState> {
  const next = String(form.get("new_password") ?? "");
  if (next.length < 10) return { outcome: "weak" };
  const answer = await (await api()).POST("/api/v1/me/password", { body: { current_password: String(form.get("current_password") ?? ""), new_password: next } });
  return { outcome: outcomeOf(answer) };
}

/** The address becomes the account's when its link was used. */
export async function changeEmail(_: AccountState, form: FormData): Promise<AccountState> {
  const email = String(form.get("new_email") ?? "").trim();
  if (!z.email().safeParse(email).success) return { outcome: "invalid" };
  return { outcome: outcomeOf(await (await api()).POST("/api/v1/me/email", { body: { email, password: String(form.get("email_password") ?? "") } })) };
}

export async function sendVerification(): Promise<AccountState> {
  return { outcome: outcomeOf(await (await api()).POST("/api/v1/me/email/verification")) };
}

export async function endSession(form: FormData): Promise<void> {
  await (await api()).DELETE("/api/v1/me/sessions/{id}", { params: { path: { id: String(form.get("id")) } } });
  revalidatePath("/", "layout");
}

export async function endSessions(): Promise<void> {
  const answer = await (await api()).DELETE("/api/v1/me/sessions");
  await passCookies(answer.response);
  redirect(localePath(await getLocale(), "/sign-in"));
}

/** First the password gives the secret, then a code proves it: form fields `password`, then `code`. */
export async function turnOnSecondFactor(before: AccountState, form: FormData): Promise<AccountState> {
  const client = await api();
  if (form.has("code")) {
    const answer = await client.POST("/api/v1/me/second-factor/confirm", { body: { code: String(form.get("code")).replace(/\s/g, "") } });
    const outcome = outcomeOf(answer);
    return outcome === "done" ? { outcome, codes: answer.data?.recovery_codes } : { ...before, outcome };
  }
  const answer = await client.POST("/api/v1/me/second-factor", { body: { password: String(form.get("password") ?? "") } });
  const outcome = outcomeOf(answer);
  return outcome === "done" ? { outcome: "code_needed", secret: answer.data?.secret, qr: answer.data && qrShape(answer.data.uri) } : { outcome };
}

export async function turnOffSecondFactor(_: AccountState, form: FormData): Promise<AccountState> {
  const answer = await (await api()).POST("/api/v1/me/second-factor/remove", { body: { password: String(form.get("password") ?? ""), code: String(form.get("code") ?? "").replace(/\s/g, "") } });
  revalidatePath("/", "layout");
  return { outcome: outcomeOf(answer) };
}

/** Form fields: `password`, `code`. All codes before are worth nothing from now on. */
export async function renewRecoveryCodes(_: AccountState, form: FormData): Promise<AccountState> {
  const answer = await (await api()).POST("/api/v1/me/second-factor/recovery-codes", { body: { password: String(form.get("password") ?? ""), code: String(form.get("code") ?? "").replace(/\s/g, "") } });
  return { outcome: outcomeOf(answer), codes: answer.data?.recovery_codes };
}

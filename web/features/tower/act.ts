import "server-only";
import { revalidatePath } from "next/cache";
import { isProblem } from "@/lib/api/problem";
import { getT } from "@/lib/i18n";
import type { messages } from "@/lib/i18n/messages";
import type { Outcome } from "./outcome";

type Words = keyof typeof messages.en.tower;

// Words for what the API can answer; the rest is named by its code, for the log.
const problems: Record<string, Words> = {
  illegal_farm_transition: "problemState", certification_state: "problemState", product_state: "problemState", conflict: "problemChanged",
  version_conflict: "problemChanged", already_exists: "problemExists", duplicate_key: "problemExists", own_account: "problemOwn",
  not_found: "problemGone", forbidden: "problemForbidden", too_many_operations: "problemOperations", template_invalid: "problemTemplate",
  not_left: "problemNotLeft", line_unknown: "problemNotLeft", invalid_input: "problemFields", second_factor_required: "problemFactor",
};
const fieldProblems: Record<string, Words> = { required: "fieldRequired", too_short: "fieldShort", too_long: "fieldLong", out_of_range: "fieldRange", pattern: "fieldForm", format: "fieldForm" };

export const textOf = (form: FormData, name: string): string => String(form.get(name) ?? "").trim();
export const orUndefined = (text: string): string | undefined => (text === "" ? undefined : text);

function typed(form: FormData): Record<string, string> {
  return Object.fromEntries([...form].filter((pair): pair is [string, string] => typeof pair[1] === "string" && !pair[0].startsWith("$")));
}

export function done(text: string): Outcome {
  revalidatePath("/", "layout");
  return { ok: true, text, fields: {}, values: {}, at: Date.now() };
}

/** Errors that the page finds itself, by field. */
export async function refused(form: FormData, fields: Record<string, string>, text?: string): Promise<Outcome> {
  const t = await getT("tower");
  return { ok: false, text: text ?? t("problemFields"), fields, values: typed(form), at: Date.now() };
}

/** `names`: which field of the form stands for a member of the body, where they differ ("/amount/amount": "off"). */
export async function outcomeOf(answer: { error?: unknown; response: Response }, form: FormData, text: string, names: Record<string, string> = {}): Promise<Outcome> {
  if (answer.response.ok) return done(text);
  const t = await getT("tower");
  if (!isProblem(answer.error)) return refused(form, {}, t("problemServer"));
  const problem = answer.error;
  const fields: Record<string, string> = {};
  for (const error of problem.errors ?? []) {
    const pointer = error.pointer ?? "";
    const name = names[pointer] ?? pointer.split("/")[1] ?? "";
    const words = fieldProblems[error.code ?? ""];
    if (form.has(name)) fields[name] ??= words ? t(words) : t("fieldRefused");
  }
  const words = problems[problem.code];
  if (words === "problemExists" && form.has("code")) fields.code = t("problemExists");
  return refused(form, fields, words ? t(words) : problem.status >= 500 ? t("problemServer") : t("problemOther", { code: problem.code }));
}

/** A reason is asked for here, so that an empty one does not travel. */
export async function missing(form: FormData, ...names: string[]): Promise<Outcome | null> {
  const t = await getT("tower");
  const empty = names.filter((name) => textOf(form, name) === "");
  return empty.length ? refused(form, Object.fromEntries(empty.map((name) => [name, t("fieldRequired")]))) : null;
}

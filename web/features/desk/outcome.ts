// What became of a change: codes only. People see words of our own for them (messages "refusal").
import { isProblem } from "@/lib/api/problem";
import { refusal } from "@/lib/i18n/messages/en/refusal";

export type RefusalKey = keyof typeof refusal;

export interface Outcome {
  state: "idle" | "done" | "refused";
  problem?: RefusalKey;
  /** By the name of the field in the form. */
  errors?: Record<string, RefusalKey>;
  /** Where the page goes on, or what it shows. */
  goto?: string;
  value?: string;
}

export const idle: Outcome = { state: "idle" };
export const done: Outcome = { state: "done" };

const known = (code: string): code is RefusalKey => Object.hasOwn(refusal, code);

export function keyOf(code: string | undefined, fallback: RefusalKey): RefusalKey {
  if (!code) return fallback;
  if (known(code)) return code;
  if (code.startsWith("unknown_")) return "unknown";
  return fallback;
}

/** "/variants/0/price/amount" is the field "variants.0.price". */
export function fieldOf(pointer: string): string {
  return pointer.replace(/^\//, "").replaceAll("/", ".").replace(/\.(amount|currency)$/, "");
}

interface Answer {
  error?: unknown;
  response: Response;
}

export function refused(errors: Record<string, RefusalKey>): Outcome {
  return { state: "refused", problem: "invalid_input", errors };
}

/** `names` says which field of the form shows the error of another one of the API. */
export function outcomeOf(answer: Answer, names: Record<string, string> = {}): Outcome {
  if (answer.response.ok) return done;
  if (!isProblem(answer.error)) return { state: "refused", problem: "failed" };
  const errors: Record<string, RefusalKey> = {};
  for (const error of answer.error.errors ?? []) {
    const field = fieldOf(error.pointer ?? error.field ?? "");
    const name = names[field] ?? field;
    if (name && !(name in errors)) errors[name] = keyOf(error.code, "invalid");
  }
  return { state: "refused", problem: keyOf(answer.error.code, "failed"), errors };
}

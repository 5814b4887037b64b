// Pages of one thing each, whose address may name a thing that is not there, and what of the API knows it.
import { apiAddress } from "@/lib/api/server";

/** Set on a request for what is missing: next.config.ts leads it to no page at all. */
export const missingHeader = "x-gh-missing";

const deadline_ms = 2_000;

const pages: readonly [RegExp, string][] = [
  [/^\/products\/([^/]+)$/, "/api/v1/products/"],
  [/^\/farms\/([^/]+)$/, "/api/v1/farms/"],
  [/^\/farm\/claim\/([^/]+)$/, "/api/v1/farms/"],
];

/** Whether the API denies what a path (without its language) shows. An API that does not answer denies nothing: the page says what is wrong. */
export async function isMissing(path: string): Promise<boolean> {
  for (const [pattern, resource] of pages) {
    const slug = pattern.exec(path)?.[1];
    if (!slug) continue;
    const status = await fetch(`${apiAddress}${resource}${slug}`, { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout(deadline_ms) }).then((answer) => answer.status, () => 0);
    return status === 404;
  }
  return false;
}

import { expect, type Page } from "@playwright/test";

export const admin = { email: "admin@example.com", password: "check-the-carrots" };

/** A session of the browser, opened beside it; the page of the sign-in has tests of its own. */
export async function signIn(page: Page, person: { email: string; password: string }) {
  const value = sessions.get(person.email) ?? (await session(person));
  sessions.set(person.email, value);
  await page.context().addCookies([{ name: "gh_session", value, url: process.env.GH_ADDRESS ?? "" }]);
}

const sessions = new Map<string, string>();
async function session(person: { email: string; password: string }): Promise<string> {
  const response = await fetch(`${process.env.GH_API ?? process.env.GH_ADDRESS}/api/v1/auth/login`, { method: "POST", headers: { "content-type": "application/json", "gh-session": "cookie" }, body: JSON.stringify(person) });
  expect(response.status).toBe(200);
  const value = response.headers.getSetCookie().map((cookie) => /^gh_session=([^;]+)/.exec(cookie)?.[1]).find(Boolean);
  expect(value, "a session cookie").toBeTruthy();
  return value ?? "";
}

/** The tower's lists and forms, for axe and for the pictures. */
export const towerPages: readonly (readonly [name: string, path: string])[] = [
  ["now", "/tower"], ["now-es", "/es/tower?range=7d"], ["farms", "/tower/farms"], ["certificates", "/tower/farms?status=certificates"], ["orders", "/tower/orders"], ["complaints", "/tower/complaints"], ["stock", "/tower/stock?show=selling"],
  ["recall", "/tower/recall?q=carrots"], ["people", "/tower/users"], ["audit", "/tower/audit"], ["work", "/tower/work"], ["coupons", "/tower/shop"], ["new-coupon", "/tower/shop/new"], ["mails", "/tower/shop/mails"], ["mail", "/tower/shop/mails/farmers.farm_verified"], ["categories", "/tower/shop/categories"], ["system", "/tower/system"],
];

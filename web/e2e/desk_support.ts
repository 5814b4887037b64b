// A farmer's browser on the running shop, and the shop's other people through its API.
import { randomUUID } from "node:crypto";
import type { BrowserContext, Page } from "@playwright/test";
import { openStage, type Stage } from "./stage";
import { test } from "./test";

const api = () => process.env.GH_API ?? process.env.GH_ADDRESS ?? "";
const address = () => process.env.GH_ADDRESS ?? "";

export const farmer = { email: "farmer@example.com", password: "grow-the-carrots" };
export const admin = { email: "admin@example.com", password: "check-the-carrots" };

/** Inside of a describe: a stage of its own with a small shop, at which signIn, caller and order go while its tests run. */
export function ownStage(wanted: { listed?: boolean } = {}): () => Stage {
  const before = { address: process.env.GH_ADDRESS, api: process.env.GH_API };
  let stage: Stage | undefined;
  test.beforeAll(async () => {
    stage = await openStage({ small: true, ...wanted });
    process.env.GH_ADDRESS = stage.address;
    process.env.GH_API = stage.api;
  });
  test.afterAll(async () => {
    process.env.GH_ADDRESS = before.address;
    process.env.GH_API = before.api;
    await stage?.stop();
  });
  return () => {
    if (!stage) throw new Error("the stage is not open yet");
    return stage;
  };
}

/** A session of the shop in this browser, as the sign-in page would open it. */
export async function signIn(context: BrowserContext, who: { email: string; password: string }) {
  const response = await fetch(`${api()}/api/v1/auth/login`, { method: "POST", headers: { "content-type": "application/json", "gh-session": "cookie" }, body: JSON.stringify(who) });
  if (!response.ok) throw new Error(`sign-in of ${who.email}: ${response.status} ${await response.text()}`);
  await keep(context, response);
}

export async function register(context: BrowserContext): Promise<{ email: string; password: string }> {
  const who = { email: `grower-${randomUUID().slice(0, 8)}@example.com`, password: "rows-of-winter-leeks" };
  const response = await fetch(`${api()}/api/v1/auth/register`, { method: "POST", headers: { "content-type": "application/json", "gh-session": "cookie" }, body: JSON.stringify({ ...who, name: "Rosa Marsh" }) });
  if (!response.ok) throw new Error(`register: ${response.status} ${await response.text()}`);
  await keep(context, response);
  return who;
}

async function keep(context: BrowserContext, response: Response) {
  const cookies = response.headers.getSetCookie().map((line) => /^([^=]+)=([^;]*)/.exec(line)).filter((match) => match !== null);
  await context.addCookies(cookies.map(([, name = "", value = ""]) => ({ name, value, url: address(), httpOnly: name === "gh_session", sameSite: "Lax" as const })));
}

/** Where Next.js is not behind the gateway yet, the page's own calls of the API go to the server all the same. */
export async function reachApi(page: Page) {
  if (new URL(api()).port === new URL(address()).port) return; // the gateway, under another name
  await page.route(/\/api\/v1\//, async (route) => {
    const url = new URL(route.request().url());
    await route.fulfill({ response: await route.fetch({ url: `${api()}${url.pathname}${url.search}`, headers: { ...(await route.request().allHeaders()), host: new URL(api()).host } }) });
  });
}

export interface Caller {
  call: <T>(method: string, path: string, body?: unknown) => Promise<T>;
}

/** `at`: the API of another stage than the common one. */
export async function caller(who?: { email: string; password: string }, at = api()): Promise<Caller> {
  let token = "";
  const call = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const response = await fetch(`${at}/api/v1${path}`, {
      method,
      headers: { ...(body === undefined ? {} : { "content-type": "application/json" }), ...(token ? { authorization: `Bearer ${token}` } : {}), ...(method === "POST" ? { "idempotency-key": randomUUID() } : {}) },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return (text ? JSON.parse(text) : undefined) as T;
  };
  if (who) token = (await call<{ access_token: string }>("POST", "/auth/login", who)).access_token;
  return { call };
}

interface Order {
  totals: { total: { amount: number } };
  id: string;
  status: string;
  /** Of a guest: opens the order. */
  secret: string;
  contact: { email: string };
}

/** A guest's order of packs of one sku, paid with a test card; `pm_card_second_step` leaves it held and not paid. */
export async function order(sku: string, quantity: number, name = "Maya Chen", card = "pm_card_ok"): Promise<Order> {
  const { call } = await caller();
  const cart = await call<{ id: string }>("POST", "/carts", { lines: [{ sku, quantity }] });
  return call<Order>("POST", "/orders", {
    cart: cart.id, email: `guest-${randomUUID().slice(0, 8)}@example.com`, payment_method: card,
    address: { name, street: "7 Elm St", city: "Leesburg", state: "VA", zip: "20175", country: "US" },
  });
}

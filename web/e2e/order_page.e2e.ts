// What the page of an order tells its buyer: decisions, notes, where and when, each farm's part, lots, what cannot be bought again, and who did it.
import { randomUUID } from "node:crypto";
import type { BrowserContext, Page } from "@playwright/test";
import { admin, caller, farmer, order as guestOrder, register, type Caller } from "./desk_support";
import { expect, expectAccessible, expectSound, test } from "./test";

interface Line { sku: string; farm: string; title: string }
interface Order { id: string; secret: string; lines: Line[]; parts: { farm: string; farm_name: string }[]; complaints: { id: string; decision?: { replacement?: string } }[] }
interface Offer { windows: { id: string; method: string; pickup_point?: number }[]; pickup_points: { id: number; name: string; address: string }[] }
interface Goods { id: string; slug: string; title: string; sku: string; lot: string }

const second_farmer = { email: "farmer-2@example.com", password: farmer.password };
const address = { name: "Ada Lindqvist", street: "7 Elm St", city: "Leesburg", state: "VA", zip: "20175", country: "US", phone: "+1 540 555 0134" };
const day = (from_now: number) => new Date(Date.now() + from_now * 86_400_000).toISOString().slice(0, 10);

/** A new product of a farm with one lot. */
async function goods(desk: Caller, packs: number): Promise<Goods> {
  const mark = randomUUID().slice(0, 8);
  const farm = await desk.call<{ fields: { id: string }[] }>("GET", "/farms/mine");
  const field = farm.fields[0]?.id;
  const title = `Squash ${mark}`;
  const made = await desk.call<{ id: string; slug: string; variants: { sku: string }[] }>("POST", "/products", {
    title, category: "vegetables", tags: [], description: "Of a test.", field, harvest: { date: day(-2) }, certificate: { claim: "none_claimed" },
    variants: [{ title: "one", unit: "each", price: { amount: 450, currency: "USD" } }],
  });
  const sku = made.variants[0]?.sku ?? "";
  const lot = `C-${mark}`;
  await desk.call("POST", `/inventory/${sku}/lots`, { lot_code: lot, harvested: day(-2), best_before: day(60), field, quantity: packs });
  await desk.call("POST", `/products/${made.id}/publish`);
  return { id: made.id, slug: made.slug, title, sku, lot };
}

/** Somebody new with an account, signed in, and what they buy. */
async function buyer(context: BrowserContext) {
  const who = await register(context);
  const { call } = await caller(who);
  const buy = async (lines: [sku: string, quantity: number][], more: object = {}) => {
    const cart = await call<{ id: string }>("POST", "/carts", { lines: lines.map(([sku, quantity]) => ({ sku, quantity })) });
    return call<Order>("POST", "/orders", { cart: cart.id, email: who.email, payment_method: "pm_card_ok", address, ...more });
  };
  return { who, call, buy };
}

/** The farm packs its part, sends and hands it over. */
async function deliver(desk: Caller, id: string) {
  const step = (to: string, body?: object) => desk.call("POST", `/farms/mine/orders/${id}/${to}`, body);
  await step("packing");
  await step("packed", {});
  await step("shipped", { carrier: "Blue Ridge Couriers", tracking: "BR-4711", tour: "Tour 2" });
  await step("delivered", { handed_to: "the porch", note: "Behind the blue pot." });
}

/** A complaint about one pack that the farm answers and the shop decides with another one; gives the order that goes out. */
async function replaced(call: Caller["call"], order: Order, key: { query?: string } = {}): Promise<string> {
  const sku = order.lines[0]?.sku;
  const [desk, shop] = [await caller(farmer), await caller(admin)];
  const open = await call<Order>("POST", `/orders/${order.id}/complaints${key.query ?? ""}`, { lines: [{ sku, quantity: 1 }], reason: "spoiled", text: "Soft inside." });
  const complaint = open.complaints[0]?.id ?? "";
  await desk.call("POST", `/farms/mine/orders/${order.id}/complaints/${complaint}/answer`, { text: "A wet week, we are sorry." });
  const decided = await shop.call<Order>("POST", `/admin/orders/${order.id}/complaints/${complaint}/decision`, { resolution: "replacement", lines: [{ sku, quantity: 1 }], text: "You get another one." });
  return decided.complaints[0]?.decision?.replacement ?? "";
}

const section = (page: Page, name: string) => page.getByRole("region", { name });

test.describe.configure({ timeout: 90_000 });

test("a buyer reads what the farm wrote, how it came, what was decided, and who did it", async ({ page, context }) => {
  const [desk, { call, buy }] = [await caller(farmer), await buyer(context)];
  const order = await buy([[(await goods(desk, 20)).sku, 2]]);
  await desk.call("POST", `/farms/mine/orders/${order.id}/notes`, { audience: "customer", text: "The first squash of the year." });
  await desk.call("POST", `/farms/mine/orders/${order.id}/notes`, { audience: "internal", text: "Count them twice." });
  await (await caller(admin)).call("POST", `/admin/orders/${order.id}/notes`, { audience: "customer", text: "A public holiday is near." });
  await deliver(desk, order.id);
  const replacement = await replaced(call, order);

  await page.goto(`/orders/${order.id}`);
  const main = page.getByRole("main");
  await expect(main).toContainText(/Millbrook Hollow Farm writes.*The first squash of the year\./);
  await expect(main).toContainText(/GreenHarvest writes.*A public holiday is near\./);
  await expect(main).not.toContainText("Count them twice.");
  const where = section(page, "Where and when");
  await expect(where).toContainText("7 Elm St, Leesburg, VA 20175");
  await expect(where).toContainText("+1 540 555 0134");
  await expect(where).toContainText("Blue Ridge Couriers, Tour 2");
  await expect(where).toContainText("Follow it as BR-4711");
  await expect(where).toContainText("the porch");
  await expect(where).toContainText("Behind the blue pot.");
  await expect(main).toContainText("Millbrook Hollow Farm: A wet week, we are sorry.");
  await expect(main).toContainText(/Decided: it is sent again\. 1 × Squash/);
  await expect(main).toContainText("GreenHarvest: You get another one.");

  const steps = page.getByRole("list", { name: "Where it is" }).getByRole("listitem");
  await expect(steps.filter({ hasText: "Ordered from the farms" })).toContainText(/(AM|PM), by you/);
  await expect(steps.filter({ has: page.getByRole("heading", { name: "Packed" }) })).toContainText(/(AM|PM), by the farm/);
  await page.getByText("All that happened").click();
  const history = page.getByRole("group").filter({ hasText: "All that happened" }).getByRole("listitem");
  await expect(history.filter({ hasText: "Packing began" })).toContainText("by the farm");
  await expect(history.filter({ hasText: "Complaint sent" })).toContainText("by you");
  await expect(history.filter({ hasText: "Complaint decided" })).toContainText("by GreenHarvest");
  expect(await main.innerText(), "nobody is named").not.toMatch(/usr_|frm_|admin|farmer@/i);
  await expectSound(page);

  await page.getByRole("link", { name: /^The new order/ }).click();
  await page.waitForURL(`**/orders/${replacement}`);
  await expect(main).toContainText("This goes out in place of what was not as it should be.");
  await expect(page.getByRole("heading", { name: "Nothing to pay" })).toBeVisible();
  await expect(steps.filter({ hasText: "Ordered from the farms" })).toContainText("by GreenHarvest");
  await expectAccessible(page);
  await page.getByRole("link", { name: /^The first order/ }).click();
  await page.waitForURL(`**/orders/${order.id}`);

  await page.goto(`/es/orders/${order.id}`);
  await expect(main).toContainText(/Decidido: se envía otra vez\. 1 × Squash/);
  await expect(section(page, "Dónde y cuándo")).toContainText("Síguelo como BR-4711");
  await expect(main).toContainText(/, por la granja/);
  await expectSound(page);
});

test("what was decided with money and with words only stands there, too", async ({ page, context }) => {
  const [desk, shop, { call, buy }] = [await caller(farmer), await caller(admin), await buyer(context)];
  const order = await buy([[(await goods(desk, 20)).sku, 2]]);
  await deliver(desk, order.id);
  for (const [i, [resolution, text]] of ([["refund", "One pack is on us."], ["none", "The picture shows another one."]] as const).entries()) {
    const open = await call<Order>("POST", `/orders/${order.id}/complaints`, { lines: [{ sku: order.lines[0]?.sku, quantity: 1 }], reason: "quality", text: `Complaint ${i}` });
    await shop.call("POST", `/admin/orders/${order.id}/complaints/${open.complaints[i]?.id}/decision`, { resolution, text });
  }
  await page.goto(`/orders/${order.id}`);
  await expect(page.getByRole("heading", { level: 1 }), "money that went back does not move it back").toHaveText("It is at your door");
  await expect(page.getByRole("main")).toContainText(/Decided: \$4\.5\d back\./);
  await expect(page.getByRole("main")).toContainText("GreenHarvest: One pack is on us.");
  await expect(page.getByRole("main")).toContainText("Decided: nothing is given back.");
  await expect(page.getByRole("main")).toContainText("GreenHarvest: The picture shows another one.");
});

test.describe("without a script", () => {
  test.use({ javaScriptEnabled: false });

  test("a guest gets from an order to the one that goes out in its place", async ({ page, context }) => {
    const desk = await caller(farmer);
    const placed = await guestOrder((await goods(desk, 20)).sku, 2);
    await deliver(desk, placed.id);
    const guest = await caller();
    const order = await guest.call<Order>("GET", `/orders/${placed.id}?secret=${placed.secret}`);
    const replacement = await replaced(guest.call, order, { query: `?secret=${placed.secret}` });
    await context.addCookies([{ name: "gh_guest_orders", value: `${placed.id}.${placed.secret}`, url: process.env.GH_ADDRESS ?? "", httpOnly: true, sameSite: "Lax" }]);
    await page.goto(`/orders/${placed.id}`);
    await page.getByRole("button", { name: /^The new order/ }).click();
    await expect(page).toHaveURL(new RegExp(`/orders/${replacement}$`));
    await expect(page.getByRole("main")).toContainText("This goes out in place of what was not as it should be.");
    await page.getByRole("link", { name: /^The first order/ }).click();
    await expect(page).toHaveURL(new RegExp(`/orders/${placed.id}$`));
  });

  test("what cannot be bought again is told, and the rest is in the box", async ({ page, context }) => {
    const [desk, { buy }] = [await caller(farmer), await buyer(context)];
    const [gone, few, fine] = [await goods(desk, 2), await goods(desk, 5), await goods(desk, 20)];
    const order = await buy([[gone.sku, 2], [few.sku, 3], [fine.sku, 1]]);
    await page.goto(`/orders/${order.id}`);
    await page.getByRole("button", { name: "Order this again" }).click();
    const said = page.getByRole("status").filter({ hasText: "In your box, but for this:" });
    await expect(said.getByRole("listitem")).toHaveText([`${gone.title}, one is sold out.`, `${few.title}, one: 2 instead of 3.`]);
    await said.getByRole("link", { name: "To your box" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Your box" })).toBeVisible();
    await expect(page.getByRole("main")).toContainText(fine.title);
    await expect(page.getByRole("main")).not.toContainText(gone.title);
  });
});

test("a reorder of what is all there leads to the box; of nothing it says so, and the box stays", async ({ page, context }) => {
  const [desk, { buy }] = [await caller(farmer), await buyer(context)];
  const [gone, fine] = [await goods(desk, 2), await goods(desk, 20)];
  const [all, none] = [await buy([[fine.sku, 1]]), await buy([[gone.sku, 2]])];
  await page.goto(`/orders/${all.id}`);
  await page.getByRole("button", { name: "Order this again" }).click();
  await page.waitForURL("**/box");
  await expect(page.getByRole("main")).toContainText(fine.title);
  await page.goto(`/es/orders/${none.id}`);
  await page.getByRole("button", { name: "Pedir esto otra vez" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Nada de esto se puede comprar ahora." })).toContainText(`${gone.title}, one está agotado.`);
  await page.goto("/box");
  await expect(page.getByRole("main")).toContainText(fine.title);
});

test("where something is picked up stands at the checkout and on the order", async ({ page, context }) => {
  const [desk, { call, who }] = [await caller(farmer), await buyer(context)];
  const { sku } = await goods(desk, 20);
  const mine = await desk.call<{ pickup_points: { id: number; note?: string }[] }>("GET", "/farms/mine");
  await desk.call("PATCH", "/farms/mine", { pickup_points: mine.pickup_points.map((point) => ({ ...point, note: "Ring twice at the barn." })) });
  const cart = await call<{ id: string }>("POST", "/carts", { lines: [{ sku, quantity: 1 }] });
  const offer = (await call<{ items: Offer[] }>("GET", `/delivery/options?cart=${cart.id}`)).items[0];
  const window = offer?.windows.find(({ method }) => method === "pick_up");
  const point = offer?.pickup_points.find(({ id }) => id === window?.pickup_point);
  if (!window || !point) throw new Error("the demo farm has no gate");
  const farm = (await call<{ farms: { farm: string }[] }>("PUT", `/carts/${cart.id}/delivery`, { address })).farms[0]?.farm ?? "";
  await page.goto("/checkout");
  const when = section(page, "When");
  await expect(when).toContainText(`${point.name}, ${point.address}`);
  await expect(when).toContainText("Ring twice at the barn.");
  await expectSound(page);
  await page.locator(`input[name="delivery-${farm}"][value="pick_up|${window.id}"]`).check({ force: true });
  await page.getByRole("button", { name: "Save and see the total" }).click();
  await expect(page.getByText("Saved. The total counts for this address.")).toBeVisible();
  await expect(page.getByLabel("E-mail for the receipt")).toHaveValue(who.email);
  await page.getByRole("button", { name: /^Pay \$/ }).click();
  await page.waitForURL(/\/orders\/ord_/);
  const where = section(page, "Where and when");
  await expect(where).toContainText("You pick it up");
  await expect(where).toContainText(point.name);
  await expect(where).toContainText(point.address);
  await expect(where).toContainText("Ring twice at the barn.");
  await expect(where).not.toContainText("Goes to");
  await expect(page.getByRole("heading", { name: "Picked up" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "On the way" })).toHaveCount(0);
  await expectAccessible(page);
});

test("of several farms each part has its own state, window and shipment", async ({ page, context }) => {
  const [first, second, { call, buy }] = [await caller(farmer), await caller(second_farmer), await buyer(context)];
  const [here, there] = [await goods(first, 20), await goods(second, 20)];
  const [offer] = (await call<{ items: (Offer & { farm: string })[] }>("GET", `/delivery/options?farm=${(await first.call<{ id: string }>("GET", "/farms/mine")).id}&postcode=20175`)).items;
  const window = offer?.windows.find(({ method }) => method === "delivery") ?? offer?.windows[0];
  const order = await buy([[here.sku, 1], [there.sku, 1]], { deliveries: [{ farm: offer?.farm, method: window?.method, window: window?.id }] });
  await first.call("POST", `/farms/mine/orders/${order.id}/packed`, {});
  await first.call("POST", `/farms/mine/orders/${order.id}/shipped`, { carrier: "Our own van", tour: "Tour 7" });
  await page.goto(`/orders/${order.id}`);
  await expect(page.getByRole("heading", { level: 1 }), "the other day is still to be agreed").toContainText(/^First: /);
  const part = (n: number) => section(page, "What each farm brings").getByRole("listitem").filter({ hasText: order.parts[n]?.farm_name });
  const [mine, other] = order.parts[0]?.farm === offer?.farm ? [part(0), part(1)] : [part(1), part(0)];
  await expect(mine).toContainText("On the way");
  await expect(mine).toContainText("Our own van, Tour 7");
  await expect(mine).toContainText(/(AM|PM) – \d+ (AM|PM)/);
  await expect(other).toContainText("Paid");
  await expect(other).not.toContainText("Tour 7");
  await expect(other).toContainText("The farm agrees the day with you.");
  await page.getByText("All that happened").click();
  await expect(page.getByRole("group").filter({ hasText: "All that happened" })).toContainText("Packed, by Millbrook Hollow Farm");
  await expectSound(page);
});

test("lots stand by the code on the crate, with the way to the record while there is one", async ({ page, context }) => {
  const [desk, { buy }] = [await caller(farmer), await buyer(context)];
  const [gone, fine] = [await goods(desk, 2), await goods(desk, 20)];
  const order = await buy([[gone.sku, 2], [fine.sku, 1]]);
  await page.goto(`/orders/${order.id}`);
  await expect(page.getByText(gone.lot, { exact: true })).toBeVisible();
  await expect(page.getByRole("link", { name: `Record of lot ${gone.lot}` }), "its crate is empty").toHaveCount(0);
  await page.getByRole("link", { name: `Record of lot ${fine.lot}` }).click();
  await page.waitForURL(`**/products/${fine.slug}?lot=${fine.lot}#provenance`);
  await expect(page.getByRole("region", { name: /From field to door/i })).toContainText(fine.lot);
});

test("a code that counts for nothing says why in the box", async ({ page, context }) => {
  const [desk, shop, { call }] = [await caller(farmer), await caller(admin), await buyer(context)];
  const { sku } = await goods(desk, 20);
  const code = `ONCE${randomUUID().slice(0, 6).toUpperCase()}`;
  await shop.call("POST", "/admin/coupons", { code, percent_ppm: 100_000, uses_max: 1 });
  const cart = await call<{ id: string }>("POST", "/carts", { lines: [{ sku, quantity: 2 }] });
  await call("PUT", `/carts/${cart.id}/coupons`, { code });
  await page.goto("/box");
  const row = page.getByRole("listitem").filter({ hasText: code });
  await expect(row).toContainText("−$0.90");
  const other = await caller();
  const faster = await other.call<{ id: string }>("POST", "/carts", { lines: [{ sku, quantity: 1 }] });
  await other.call("POST", "/orders", { cart: faster.id, email: "faster@example.com", payment_method: "pm_card_ok", coupons: [code] });
  await page.reload();
  await expect(row).toContainText("all its uses are taken");
  await expectSound(page);
  await page.goto("/es/box");
  await expect(row).toContainText("ya se usó todo lo que se podía");
});

// What a farm does seldom: its least order, what was changed, the proof of its stock, the orders of a lot; and how a farm of the directory is claimed.
import { randomUUID } from "node:crypto";
import { admin, caller, farmer, order, ownStage, reachApi, register, signIn } from "./desk_support";
import { expect as hasty, expectAccessible, expectSound, test } from "./test";

// A step here is a change, the desk made again, and its answer: on a loaded machine that takes its time.
const expect = hasty.configure({ timeout: 20_000 });

interface Farm { id: string; slug: string; name: string; status: string; contact_email?: string }
interface Stock { items: { sku: string; lots: { id: string; lot_code: string; on_hand: number; held: number }[] }[] }
interface Products { items: { id: string; title: string; variants: { sku: string }[] }[] }

async function beets() {
  const desk = await caller(farmer);
  const { items } = await desk.call<Products>("GET", "/farms/mine/products?limit=100");
  const product = items.find((one) => one.title === "Red beets");
  const sku = product?.variants[0]?.sku;
  if (!product || !sku) throw new Error("the demo shop has no Red beets");
  const lots = async () => (await desk.call<Stock>("GET", "/inventory?limit=100")).items.find((item) => item.sku === sku)?.lots ?? [];
  return { desk, product: product.id, sku, lots };
}

test.describe.configure({ timeout: 90_000 });

test.describe("the desk of the demo farm", () => {
  test.beforeEach(async ({ context, page }) => {
    await signIn(context, farmer);
    await reachApi(page);
  });

  test.afterEach(async () => (await caller(farmer)).call("PUT", "/farms/mine/minimum-order", {})); // other orders are small

  test("the least order is set, refused where it is no price, changed and removed", async ({ page }) => {
    const desk = await caller(farmer);
    const least = async () => (await desk.call<{ minimum_order?: { amount: number } }>("GET", "/farms/mine/minimum-order")).minimum_order?.amount;
    await page.goto("/farm/delivery");
    const part = page.getByRole("region", { name: "Least order" });
    await expect(part).toContainText("None: any order is taken.");
    const amount = part.getByLabel("At least");
    await amount.fill("plenty");
    await part.getByRole("button", { name: "Save" }).click();
    await expect(amount).toBeFocused();
    await expect(amount).toHaveAccessibleDescription("Write a price, as 4.50.");
    await amount.fill("12.50");
    await part.getByRole("button", { name: "Save" }).click();
    await expect(part).toContainText("At least $12.50");
    expect(await least()).toBe(1250);
    await expectAccessible(page);
    await amount.fill("15");
    await part.getByRole("button", { name: "Save" }).click();
    await expect(part).toContainText("At least $15.00");
    await part.getByRole("button", { name: "Remove the least order" }).click();
    await expect(part).toContainText("None: any order is taken.");
    await expect(amount).toHaveValue("");
    expect(await least()).toBeUndefined();
  });

  test("what was changed: who, what, before and after, by kind and page by page", async ({ page }) => {
    const { desk, product } = await beets();
    const reference = `B-${randomUUID().slice(0, 6)}`;
    for (let n = 30; n >= 0; n--) await desk.call("PATCH", `/products/${product}`, { seo: { title: `Beets ${reference}-${n}` } });
    // A task writes the entry, a moment behind the change.
    await expect.poll(async () => JSON.stringify(await desk.call("GET", "/farms/mine/audit?collection=products&limit=1"))).toContain(`Beets ${reference}-0`);
    await page.goto("/farm");
    await page.getByRole("link", { name: "What was changed" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "What was changed" })).toBeVisible();
    const list = page.getByRole("main").getByRole("list").last();
    const entry = list.getByRole("listitem").filter({ hasText: "changed the product Red beets" }).first();
    await entry.locator("summary").click();
    const row = entry.getByRole("row", { name: /^seo\.title/ });
    await expect(row.getByRole("deletion")).toHaveText(`Beets ${reference}-1`);
    await expect(row.getByRole("insertion")).toHaveText(`Beets ${reference}-0`);
    await expect(entry.getByRole("link", { name: "See it now" })).toHaveAttribute("href", `/farm/products/${product}`);
    await expectSound(page);

    await page.getByRole("link", { name: "Delivery rules", exact: true }).click();
    await expect(page).toHaveURL(/kind=delivery_plans/);
    await expect(page.getByRole("link", { name: "Delivery rules", exact: true })).toHaveAttribute("aria-current", "page");
    await expect(page.getByRole("main")).not.toContainText("Red beets");

    await page.goto("/farm/audit?kind=products");
    const times = page.getByRole("main").locator("time");
    await expect(times).toHaveCount(30);
    await page.getByRole("link", { name: "Next page" }).click();
    await expect(page).toHaveURL(/kind=products&cursor=/);
    await expect(page.getByRole("main").getByRole("listitem").first()).toContainText("the product Red beets");
    await page.getByRole("link", { name: "First page" }).click();
    await expect(page).toHaveURL(/kind=products$/);
    await expect(times).toHaveCount(30);
    await page.goto("/farm/audit?cursor=nowhere");
    await expect(page.getByText("This page of the list is no more.")).toBeVisible();
  });

  test("a phone finds what was changed behind More", async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 800 });
    await page.goto("/farm/more");
    await page.getByRole("main").getByRole("link", { name: "What was changed" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "What was changed" })).toBeVisible();
  });

  test("the history of a stock is added up on demand, also without a script", async ({ page, browser }) => {
    const { sku, lots } = await beets();
    await page.goto(`/farm/stock/${sku}`);
    const part = page.getByRole("region", { name: "Does the history add up?" });
    await expect(part).not.toContainText("The history adds up.");
    await part.getByRole("link", { name: "Add it up" }).click();
    await expect(part).toContainText("The history adds up.");
    const onHand = (await lots()).reduce((sum, lot) => sum + lot.on_hand, 0);
    const shown = onHand.toLocaleString("en-US");
    await expect(part).toContainText(`come to ${shown}, and ${shown} are on hand`);
    const table = part.getByRole("table", { name: "Lot by lot" });
    for (const lot of await lots()) await expect(table.getByRole("row").filter({ has: page.getByRole("rowheader", { name: lot.lot_code, exact: true }) })).toContainText("Fits");
    await expect(part.getByText(/^[0-9a-f]{64}$/)).toBeVisible();
    await expectSound(page);

    const plain = await browser.newContext({ javaScriptEnabled: false, baseURL: process.env.GH_ADDRESS });
    await plain.addCookies(await page.context().cookies());
    const bare = await plain.newPage();
    await bare.goto(`/es/farm/stock/${sku}?proof=yes`);
    await expect(bare.getByText("La historia cuadra.")).toBeVisible();
    await plain.close();
  });

  test("who has a lot: paid orders lead to their page, a held one does not; page by page", async ({ page }) => {
    const { sku, lots } = await beets();
    for (let n = 0; n < 20; n++) await order(sku, 1, `Buyer ${n}`);
    await order(sku, 2, "Odile Marsh");
    await order(sku, 1, "Unpaid Person", "pm_card_second_step");
    const lot = (await lots()).find((one) => one.held > 0);
    if (!lot) throw new Error("no lot is held");
    await page.goto(`/farm/stock/${sku}`);
    await page.getByRole("link", { name: `Orders: lot ${lot.lot_code}` }).click();
    await expect(page.getByRole("heading", { level: 1, name: `Who has lot ${lot.lot_code}` })).toBeVisible();
    const held = page.getByRole("row").filter({ hasText: "Held for it" }).first();
    await expect(held).toContainText("not paid yet");
    await expect(held.getByRole("link")).toHaveCount(0);
    await expect(page.getByRole("main")).not.toContainText("Unpaid");
    const sold = page.getByRole("row").filter({ hasText: "Odile" }).first();
    await expect(sold).toContainText("Sold");
    await expect(sold.getByRole("cell", { name: "2", exact: true })).toBeVisible();
    await expectSound(page);
    const rows = page.getByRole("rowheader");
    await expect(rows).toHaveCount(20);
    const shown = await rows.allTextContents();
    await page.getByRole("link", { name: "Next page" }).click();
    await expect(page).toHaveURL(/cursor=/);
    for (const text of await rows.allTextContents()) expect(shown).not.toContain(text);
    await expect(rows.first()).toContainText("Buyer");
    await page.getByRole("link", { name: "First page" }).click();
    await sold.getByRole("link", { name: "Odile" }).click();
    await expect(page).toHaveURL(/\/farm\/orders\/ord_/);
    await expect(page.getByRole("main")).toContainText(lot.lot_code);
  });

  test("a lot that is none of the item's has no page", async ({ page }) => {
    const { sku } = await beets();
    await page.goto(`/farm/stock/${sku}/lots/lot_00000000000000000000000000`);
    await expect(page.getByRole("heading", { name: "This path ends at a hedge" })).toBeVisible();
  });
});

/** One of the directory that nobody has claimed yet. */
async function listedFarm(): Promise<Farm> {
  const { call } = await caller();
  let cursor = "";
  for (let n = 0; n < 30; n++) {
    const page = await call<{ items: Farm[]; next_cursor?: string }>("GET", `/farms?limit=100${cursor && `&cursor=${cursor}`}`);
    const farm = page.items.find((one) => one.status === "listed");
    if (farm) return farm;
    if (!page.next_cursor) break;
    cursor = page.next_cursor;
  }
  throw new Error("the demo shop lists no farm that is free");
}

test.describe("a farm of the directory", () => {
  ownStage({ listed: true });
  test.beforeEach(async ({ page }) => reachApi(page));

  test("is claimed: from its page over the sign-in to the shop's decision", async ({ page, context }) => {
    test.setTimeout(150_000);
    const farm = await listedFarm();
    const stranger = await page.request.get(`/farm/claim/${farm.slug}`, { maxRedirects: 0 });
    expect(stranger.status()).toBe(307);
    expect(stranger.headers().location).toContain(`/sign-in?back=${encodeURIComponent(`/farm/claim/${farm.slug}`)}`);

    await page.goto(`/farms/${farm.slug}`);
    await expect(page.getByText("Is this your farm?")).toBeVisible();
    await expectSound(page);
    const grower = await register(context);
    await page.getByRole("link", { name: "Say that it is yours" }).click();
    await expect(page.getByRole("heading", { level: 1, name: `Is ${farm.name} yours?` })).toBeVisible();
    await expectSound(page);
    const email = page.getByLabel("Mail for the farm");
    await expect(email).toHaveValue(grower.email);
    await email.fill("nobody");
    await page.getByRole("button", { name: "This is my farm" }).click();
    await expect(email).toBeFocused();
    await expect(email).toHaveAttribute("aria-invalid", "true");
    await email.fill(grower.email);
    await page.getByRole("button", { name: "This is my farm" }).click();
    await expect(page).toHaveURL(/\/farm\/application$/);
    await expect(page.getByText("We are reading your application.")).toBeVisible();
    expect((await (await caller(grower)).call<Farm>("GET", "/farms/mine")).status).toBe("claimed");

    await page.goto(`/farm/claim/${farm.slug}`);
    await expect(page, "who has claimed it sees how it stands").toHaveURL(/\/farm\/application$/);
    await context.clearCookies();
    await page.goto(`/farms/${farm.slug}`);
    await expect(page.getByText("Somebody has said that this farm is theirs.")).toBeVisible();
    await expect(page.getByText("Is this your farm?")).toHaveCount(0);
    await register(context);
    await page.goto(`/farm/claim/${farm.slug}`);
    await expect(page.getByText("Somebody has said already that this farm is theirs.")).toBeVisible();
    await expectAccessible(page);

    const shop = await caller(admin);
    await shop.call("POST", `/farms/${(await (await caller(grower)).call<Farm>("GET", "/farms/mine")).id}/verify`);
    await page.goto(`/farm/claim/${farm.slug}`);
    await expect(page.getByText("This farm has its owner here already.")).toBeVisible();
  });

  test("is claimed by two: the second is told, and keeps what was typed", async ({ page, context }) => {
    const farm = await listedFarm();
    await register(context);
    await page.goto(`/farm/claim/${farm.slug}`);
    await page.getByLabel("Mail for the farm").fill("second@example.com");
    const name = { email: `first-${randomUUID().slice(0, 8)}@example.com`, password: "rows-of-winter-leeks" };
    await (await caller()).call("POST", "/auth/register", { ...name, name: "Ann First" });
    await (await caller(name)).call("POST", `/farms/${farm.slug}/claim`, { contact_email: name.email });
    await page.getByRole("button", { name: "This is my farm" }).click();
    await expect(page.getByRole("alert").getByText("Somebody has claimed this farm meanwhile.")).toBeVisible();
    await expect(page.getByLabel("Mail for the farm")).toHaveValue("second@example.com");
    await expectAccessible(page);
  });

  test("is found from the application", async ({ page, context }) => {
    const farm = await listedFarm();
    await register(context);
    await page.goto("/farm/apply");
    await page.getByRole("link", { name: "Find and claim it" }).click();
    await page.getByLabel("Name of the farm, or its town").fill(farm.name);
    await page.getByRole("button", { name: "Find" }).click();
    await page.getByRole("link", { name: farm.name }).first().click();
    await expect(page.getByRole("button", { name: "This is my farm" })).toBeVisible();
    await page.goto("/farm/claim?q=zzzzqqqq");
    await expect(page.getByText("No farm by that name.")).toBeVisible();
  });

  test("that is not there cannot be claimed: 404", async ({ page }) => {
    expect((await page.request.get("/farm/claim/no-such-farm")).status()).toBe(404);
  });

  test("who has a farm is told so, and cannot claim another", async ({ page, context }) => {
    await signIn(context, farmer);
    const farm = await listedFarm();
    await page.goto(`/farm/claim/${farm.slug}`);
    const own = await (await caller(farmer)).call<Farm>("GET", "/farms/mine");
    await expect(page.getByText(`You have a farm here already: ${own.name}.`)).toBeVisible();
    await expect(page.getByRole("button", { name: "This is my farm" })).toHaveCount(0);
    await expectAccessible(page);
  });
});

import { deskPages } from "./desk_pages";
import { caller, admin, farmer, order, reachApi, register, signIn } from "./desk_support";
import { expect as hasty, expectAccessible, expectSound, test } from "./test";

// A step here is a change, the desk made again, and its answer: on a loaded machine that takes its time.
const expect = hasty.configure({ timeout: 20_000 });

interface Stock { items: { sku: string; available: number; reserved: number; lots: { id: string; lot_code: string; status: string; on_hand: number; held: number }[] }[] }
interface Products { items: { id: string; slug: string; title: string; status: string; variants: { sku: string }[] }[] }

async function skuOf(title: string) {
  const desk = await caller(farmer);
  const { items } = await desk.call<Products>("GET", "/farms/mine/products?limit=100");
  const product = items.find((one) => one.title === title);
  const sku = product?.variants[0]?.sku;
  if (!product || !sku) throw new Error(`the demo shop has no ${title}`);
  return { product: product.id, sku, desk };
}

test.describe.configure({ timeout: 90_000 });

test.describe("the desk of the demo farm", () => {
  test.beforeEach(async ({ context, page }) => {
    await signIn(context, farmer);
    await reachApi(page);
  });

  for (const [name, path] of deskPages) {
    test(`${name}: renders; axe finds nothing in either theme, and it fits 320 px`, async ({ page }) => {
      await page.goto(path);
      await expect(page.getByRole("main").getByRole("heading", { level: 1 })).toBeVisible();
      await expectSound(page);
    });
  }

  test("a product and its stock: axe in both themes, sheets too", async ({ page }) => {
    test.setTimeout(180_000);
    const { product, sku } = await skuOf("Red beets");
    await page.goto(`/farm/products/${product}`);
    await expectSound(page);
    await page.goto(`/farm/stock/${sku}`);
    await expectSound(page);
    await page.getByRole("button", { name: /^Write off: lot/ }).first().click();
    await expect(page.getByRole("dialog")).toBeVisible();
    await expectSound(page);
  });

  test("a number of the stock is changed in place: Esc restores, Enter saves, Undo puts it back", async ({ page }) => {
    const { sku, desk } = await skuOf("Butternut squash");
    const now = async () => (await desk.call<Stock>("GET", "/inventory")).items.find((item) => item.sku === sku)?.lots[0]?.on_hand;
    const before = await now();
    await page.goto("/farm");
    const row = page.getByRole("row", { name: /Butternut squash/ });
    await row.getByRole("button", { name: /on hand of Butternut squash/ }).click();
    const input = row.getByRole("textbox", { name: /On hand of Butternut squash/ });
    await expect(input).toBeFocused();
    await input.fill("12");
    await expect(row.getByRole("cell", { name: "12", exact: true }).last()).toBeVisible();
    await input.press("Escape");
    await expect(row.getByRole("button", { name: new RegExp(`^${before} on hand`) })).toBeFocused();
    expect(await now()).toBe(before);

    // As fast as no hand types: between two keys no frame is drawn.
    await row.getByRole("button", { name: new RegExp(`^${before} on hand`) }).evaluate((button) => {
      const press = (key: string) => document.activeElement?.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
      press("7");
      if (document.activeElement === button || document.activeElement === document.body) throw new Error("the next key would go nowhere");
    });
    await page.keyboard.type("8");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("status").getByText("Butternut squash: 78 on hand")).toBeVisible();
    await expect.poll(now).toBe(78);
    await page.getByRole("button", { name: "Undo" }).click();
    await expect.poll(now).toBe(before);
    await expect(row.getByRole("button", { name: new RegExp(`^${before} on hand`) })).toBeVisible();
  });

  test("the page of one sku keeps to it when the stock is looked at again", async ({ page }) => {
    const { sku, desk } = await skuOf("Red beets");
    const stock = (await desk.call<Stock>("GET", "/inventory")).items;
    const lots = stock.find((item) => item.sku === sku)?.lots.filter((lot) => lot.on_hand > 0 || lot.held > 0) ?? [];
    const units = lots.reduce((sum, lot) => sum + lot.on_hand, 0);
    expect(stock.length, "there are other skus to keep out").toBeGreaterThan(1);
    await page.goto(`/farm/stock/${sku}`);
    const cells = page.getByRole("button", { name: /on hand of/ });
    await expect(cells).toHaveCount(lots.length);
    await order(sku, 1, "Owen Park");
    const shown = async () => (await cells.allTextContents()).reduce((sum, text) => sum + Number(text), 0);
    await expect.poll(shown, "the order is seen without a reload").toBe(units - 1);
    await expect(cells).toHaveCount(lots.length);
  });

  test("arrows move between the lots while one counts", async ({ page }) => {
    await page.goto("/farm/stock");
    const cells = page.getByRole("button", { name: /on hand of/ });
    await cells.first().focus();
    await page.keyboard.press("ArrowDown");
    await expect(cells.nth(1)).toBeFocused();
    await page.keyboard.press("ArrowUp");
    await expect(cells.first()).toBeFocused();
  });

  test("what an order holds cannot be undercut", async ({ page }) => {
    const { sku, desk } = await skuOf("Flat-leaf parsley");
    await order(sku, 4, "Owen Park", "pm_card_second_step");
    const held = async () => (await desk.call<Stock>("GET", "/inventory")).items.find((item) => item.sku === sku)?.lots[0];
    expect((await held())?.held).toBeGreaterThanOrEqual(4);
    const before = (await held())?.on_hand;
    await page.goto("/farm");
    const row = page.getByRole("row", { name: /Flat-leaf parsley/ });
    await row.getByRole("button", { name: /on hand of/ }).click();
    const input = row.getByRole("textbox");
    await input.fill("3");
    await expect(row.getByRole("alert")).toContainText("held by orders");
    await input.press("Enter");
    await expect(input).toHaveAttribute("aria-invalid", "true");
    expect((await held())?.on_hand).toBe(before);
  });

  test("an order is packed, shipped and handed over; the lists have it", async ({ page }) => {
    const { sku } = await skuOf("Lacinato kale");
    const placed = await order(sku, 3, "Ines Duarte");
    await page.goto("/farm");
    const row = page.getByRole("listitem").filter({ hasText: placed.id.slice(-6) });
    await page.goto("/farm/orders");
    await expect(row).toContainText("3 × Lacinato kale");
    await page.getByRole("link", { name: "Pick list" }).first().click();
    await expect(page.getByRole("main")).toContainText(placed.id.slice(-6));
    await page.goto("/farm/orders");
    await row.getByRole("button", { name: /Start packing/ }).click();
    await expect(row).toContainText("Packing");
    const total = `$${((placed.totals.total.amount) / 100).toFixed(2)}`;
    await expect(row, "what the part comes to").toContainText(total);
    await row.getByRole("link", { name: "Ines" }).click();
    await expect(page.getByRole("complementary").getByText("The buyer pays")).toBeVisible();
    await expect(page.getByRole("complementary")).toContainText(total);
    await page.getByRole("button", { name: "All packed" }).click();
    await expect(page.getByRole("complementary")).toContainText("Packed");
    await page.getByRole("button", { name: "On its way" }).click();
    await page.getByLabel("Carrier").fill("Blue Van");
    await page.getByRole("dialog").getByRole("button", { name: "On its way" }).click();
    await expect(page.getByRole("complementary")).toContainText("Blue Van");
    await page.getByRole("button", { name: "Handed over" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Handed over" }).click();
    await expect(page.getByRole("complementary")).toContainText("Delivered");
    await expectAccessible(page);
  });

  test("a lot is recorded, split, moved, written off and recalled; errors stand at the field", async ({ page }) => {
    const { sku, desk } = await skuOf("Red beets");
    const lots = async () => (await desk.call<Stock>("GET", "/inventory")).items.find((item) => item.sku === sku)?.lots ?? [];
    await page.goto(`/farm/stock/new?sku=${sku}`);
    await page.getByRole("button", { name: "Record a harvest" }).click();
    await expect(page.getByLabel("Packs")).toBeFocused();
    await expect(page.getByLabel("Packs")).toHaveAccessibleDescription("This is needed.");
    const code = `BEET-${Date.now()}`;
    await page.getByLabel("Packs").fill("50");
    await page.getByLabel("Lot", { exact: true }).fill(code);
    await page.getByRole("button", { name: "Record a harvest" }).click();
    await expect(page).toHaveURL(/\/farm\/stock$/);
    await expect.poll(async () => (await lots()).find((lot) => lot.lot_code === code)?.on_hand).toBe(50);

    await page.goto(`/farm/stock/${sku}`);
    await page.getByRole("button", { name: `Split: lot ${code}` }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Packs").fill("500");
    await dialog.getByLabel("Code of the new lot").fill(`${code}-B`);
    await dialog.getByRole("button", { name: "Split" }).click();
    await expect(dialog.getByLabel("Packs")).toBeFocused();
    await expect(dialog.getByLabel("Packs")).toHaveAttribute("aria-invalid", "true");
    await dialog.getByLabel("Packs").fill("20");
    await dialog.getByRole("button", { name: "Split" }).click();
    await expect(dialog).toBeHidden();
    await expect.poll(async () => (await lots()).find((lot) => lot.lot_code === `${code}-B`)?.on_hand).toBe(20);

    await page.getByRole("button", { name: `Move: lot ${code}-B` }).click();
    await dialog.getByLabel("To", { exact: true }).fill("Cellar 1");
    await dialog.getByRole("button", { name: "Move" }).click();
    await expect(page.getByRole("main")).toContainText("Cellar 1");

    await page.getByRole("button", { name: `Write off: lot ${code}-B` }).click();
    await dialog.getByLabel("Packs").fill("5");
    await dialog.getByLabel("Reason").selectOption("donated");
    await dialog.getByRole("button", { name: "Write off" }).click();
    await expect.poll(async () => (await lots()).find((lot) => lot.lot_code === `${code}-B`)?.on_hand).toBe(15);
    await expect(page.getByRole("table", { name: "Movements" })).toContainText("Written off, given away");

    await page.getByRole("button", { name: `Recall: lot ${code}-B` }).click();
    await dialog.getByRole("button", { name: "Recall" }).click();
    await expect(dialog.getByLabel("What is wrong with it")).toBeFocused();
    await dialog.getByLabel("What is wrong with it").fill("Found mould in a crate.");
    await expectAccessible(page);
    await dialog.getByRole("button", { name: "Recall" }).click();
    await expect.poll(async () => (await lots()).filter((lot) => lot.lot_code.startsWith(code)).map((lot) => [lot.lot_code, lot.status])).toEqual([[code, "sellable"], [`${code}-B`, "recalled"]]);
    await expect(page.getByRole("table", { name: "Movements" })).toContainText("Found mould in a crate.");
  });

  test("a stock take: counted, differences, corrected; the report stays, and what orders hold is refused", async ({ page }) => {
    test.setTimeout(180_000);
    const { sku, desk } = await skuOf("Flat-leaf parsley");
    const { sku: other } = await skuOf("Nantes carrots, bunched");
    const itemOf = async (wanted: string) => (await desk.call<Stock>("GET", "/inventory")).items.find((item) => item.sku === wanted);
    const lotOf = async (wanted: string) => {
      const lot = (await itemOf(wanted))?.lots.find((one) => one.on_hand > 1);
      if (!lot) throw new Error(`${wanted} has no lot with stock`);
      return lot;
    };
    const [lot, held] = [await lotOf(sku), await lotOf(other)];
    await order(other, 1, "Ada Holt", "pm_card_second_step");

    await page.goto("/farm/stock");
    await page.getByRole("link", { name: "Stock takes" }).click();
    await page.getByRole("button", { name: "Begin a stock take" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Note").fill("Cellar");
    await dialog.getByRole("checkbox", { name: /Flat-leaf parsley/ }).check();
    await dialog.getByRole("checkbox", { name: /Nantes carrots, bunched/ }).check();
    await expectAccessible(page);
    await dialog.getByRole("button", { name: "Begin a stock take" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Stock take", exact: true })).toBeVisible();

    const count = page.getByRole("textbox", { name: new RegExp(`Counted of Flat-leaf parsley, lot ${lot.lot_code}`) });
    await count.fill("many");
    await page.getByRole("button", { name: "Save" }).click();
    await expect(count).toBeFocused();
    await expect(count).toHaveAttribute("aria-invalid", "true");
    await count.fill(String(lot.on_hand - 1));
    await expect(page.getByRole("listitem").filter({ has: count })).toContainText("1 less");
    // Sold after it was counted: no part of the difference. The moment of a count is known as well as the way to the server is short.
    await page.waitForTimeout(2_000);
    await order(sku, 1, "Ben Cole");
    await page.getByRole("textbox", { name: new RegExp(`Counted of Nantes carrots, bunched, lot ${held.lot_code}`) }).fill("0");
    await expectAccessible(page);
    await page.getByRole("button", { name: "See differences" }).click();
    const report = page.getByRole("table", { name: "Difference report" });
    const row = report.getByRole("row", { name: /Flat-leaf parsley/ });
    await expect(row).toContainText("Differs");
    await expect(row.getByRole("cell", { name: "-1", exact: true })).toBeVisible();
    await expectAccessible(page);
    for (const width of [320, 1280]) {
      await page.setViewportSize({ width, height: 800 });
      expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);
    }
    await page.getByRole("button", { name: "Correct the stock" }).click();
    await expect(row).toContainText("Corrected");
    await expect(report.getByRole("row", { name: /Nantes carrots, bunched/ })).toContainText("Orders hold some of it.");
    await expect(page.getByText(/1 lot was not corrected/)).toBeVisible();
    expect((await itemOf(sku))?.lots.find((one) => one.id === lot.id)?.on_hand, "one less by the count, one sold").toBe(lot.on_hand - 2);

    await page.getByRole("link", { name: "Stock takes" }).click();
    await expect(page.getByRole("listitem").filter({ hasText: "Cellar" })).toContainText("Stock corrected");
    await page.getByRole("button", { name: "Begin a stock take" }).click();
    await dialog.getByRole("button", { name: "Begin a stock take" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Stock take", exact: true })).toBeVisible();
    await page.goto(page.url().replace("/farm/", "/es/farm/"));
    await expect(page.getByRole("heading", { level: 1, name: "Inventario" })).toBeVisible();
    await expectSound(page);
    await page.getByRole("button", { name: "Anular el inventario" }).click();
    await dialog.getByRole("button", { name: "Anular el inventario" }).click();
    await expect(page.getByRole("listitem").filter({ hasText: "Anulado" })).toBeVisible();
  });

  test("an API key: its text is shown once and works, revoked it is refused", async ({ page }) => {
    const name = `Till ${Date.now()}`;
    const ask = async (key: string) => (await fetch(`${process.env.GH_API ?? process.env.GH_ADDRESS}/api/v1/inventory`, { headers: { authorization: `Bearer ${key}` } })).status;
    await page.goto("/farm/keys");
    await page.getByRole("button", { name: "New key" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("What it is for").fill(name);
    await dialog.getByRole("button", { name: "Make the key" }).click();
    await expect(dialog.getByText("This is needed.")).toBeVisible();
    await dialog.getByRole("checkbox", { name: "Lots and stock: Read" }).check();
    await expectAccessible(page);
    await dialog.getByRole("button", { name: "Make the key" }).click();
    const text = dialog.getByRole("textbox", { name: "Key", exact: true });
    await expect(text).toHaveValue(/^ghk_/);
    const key = await text.inputValue();
    await expectAccessible(page);
    await dialog.getByRole("button", { name: "I have kept it" }).click();
    expect(await ask(key)).toBe(200);

    await page.reload();
    const row = page.getByRole("listitem").filter({ hasText: name });
    await expect(row).toContainText("Lots and stock: read");
    expect(await page.content()).not.toContain(key.split(".")[1]);
    await row.getByRole("button", { name: `Revoke ${name}` }).click();
    await dialog.getByRole("button", { name: "Revoke" }).click();
    await expect(row).toContainText("Revoked");
    expect(await ask(key)).toBe(401);
    await expectSound(page);
  });

  test("a table of products: preview with row errors, import, export", async ({ page }) => {
    const reference = `T-${Date.now()}`;
    await page.goto("/farm/products/import");
    await page.getByLabel("Or paste it here").fill(`reference,title,category,variant,unit,price\n${reference},Winter leeks,vegetables,1 lb,lb,2.80\nBAD-1,Old leeks,vegetables,1 lb,lb,cheap\n`);
    await page.getByRole("button", { name: "See what it would do" }).click();
    const table = page.getByRole("table", { name: "This table would do" });
    await expect(table.getByRole("row").filter({ hasText: reference })).toContainText("New");
    await expect(table.getByRole("row").filter({ hasText: "BAD-1" })).toContainText("cheap");
    await expectAccessible(page);
    await page.getByRole("button", { name: "Import 1 row" }).click();
    await expect(page.getByText(/1 product saved, 1 refused/)).toBeVisible();
    await page.goto("/farm/products?show=draft");
    await expect(page.getByRole("link", { name: "Winter leeks" }).first()).toBeVisible();
  });

  test("certificate, person, zone, window and coupon: added, and errors at the field", async ({ page }) => {
    await page.goto("/farm/certificates");
    await page.getByRole("button", { name: "Add a certificate" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: "Add a certificate" }).click();
    await expect(dialog.getByLabel("Certificate number")).toBeFocused();
    const number = `EU-${Date.now()}`;
    await dialog.getByLabel("Scheme").selectOption("eu");
    await dialog.getByLabel("Certificate number").fill(number);
    await dialog.getByLabel("Certifier").fill("Blue Ridge Organic Certifiers");
    await dialog.getByLabel("Valid from").fill("2026-02-01");
    await dialog.getByLabel("Valid to").fill("2027-12-01");
    await dialog.getByRole("button", { name: "Add a certificate" }).click();
    await expect(page.getByRole("listitem").filter({ hasText: number })).toContainText("Not checked yet");

    await page.goto("/farm/people");
    await page.getByRole("button", { name: "Invite a packer" }).click();
    await dialog.getByLabel("Mail").fill("nobody");
    await dialog.getByRole("button", { name: "Send the invitation" }).click();
    await expect(dialog.getByLabel("Mail")).toHaveAttribute("aria-invalid", "true");
    const email = `packer-${Date.now()}@example.com`;
    await dialog.getByLabel("Mail").fill(email);
    await dialog.getByRole("button", { name: "Send the invitation" }).click();
    await expect(page.getByRole("listitem").filter({ hasText: email })).toBeVisible();

    await page.goto("/farm/delivery");
    await page.getByRole("button", { name: "Add a zone" }).click();
    await dialog.getByLabel("Name of the zone").fill("Loudoun");
    await dialog.getByRole("textbox", { name: "ZIP codes" }).fill("20175, 20176, 20180");
    await dialog.getByLabel("Fee").fill("4.00");
    await dialog.getByRole("button", { name: "Add a zone" }).click();
    await expect(page.getByRole("region", { name: "Zones" })).toContainText("$4.00");
    await page.getByRole("button", { name: "Add a weekly window" }).click();
    await dialog.getByRole("button", { name: "Add a weekly window" }).click();
    await expect(page.getByRole("region", { name: "Weekly windows" })).toContainText("Tuesday, 4 PM – 7 PM");
    await expect(page.getByRole("region", { name: "Windows to come" })).toContainText("0 of 20 taken");
    await expectAccessible(page);

    await page.goto("/farm/coupons");
    await page.getByRole("button", { name: "Add a coupon" }).click();
    const code = `BEETS${Date.now()}`;
    await dialog.getByLabel("Code").fill(code);
    await dialog.getByLabel("Percent", { exact: true }).fill("10");
    await dialog.getByRole("button", { name: "Add a coupon" }).click();
    const coupon = page.getByRole("listitem").filter({ hasText: code });
    await expect(coupon).toContainText("10 % off");
    await coupon.getByRole("button", { name: `Pause ${code}` }).click();
    await expect(coupon).toContainText("Paused");
    await expectAccessible(page);
  });

  test("Ctrl K jumps, by keyboard alone", async ({ page }) => {
    await page.goto("/farm");
    await page.keyboard.press("Control+k");
    await page.getByRole("combobox", { name: /A page, or a product/ }).fill("certif");
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(/\/farm\/certificates$/);
    await expect(page.getByRole("link", { name: "Certificates" })).toHaveAttribute("aria-current", "page");
  });
});

test("who is not signed in is asked to, and comes back", async ({ page }) => {
  const response = await page.request.get("/farm/stock", { maxRedirects: 0 });
  expect(response.status()).toBe(307);
  expect(response.headers().location).toContain("/sign-in?back=%2Ffarm%2Fstock");
});

test("from the application to the first sale", async ({ page, context }) => {
  test.setTimeout(120_000);
  const grower = await register(context);
  await reachApi(page);
  const shop = await caller(admin);

  await page.goto("/farm");
  await expect(page).toHaveURL(/\/farm\/apply$/);
  await page.getByRole("button", { name: "Send the application" }).click();
  await expect(page.getByLabel("Name of the farm")).toBeFocused();
  await expectAccessible(page);
  const name = `Leek Hill ${Date.now()}`;
  await page.getByLabel("Name of the farm").fill(name);
  await page.getByLabel("Street").fill("12 Ridge Road");
  await page.getByLabel("Town").fill("Purcellville");
  await page.getByLabel("State").fill("VA");
  await page.getByLabel("ZIP").fill("20132");
  await page.getByRole("checkbox", { name: "Vegetables" }).check();
  await page.getByRole("button", { name: "Send the application" }).click();
  await expect(page).toHaveURL(/\/farm\/application$/);
  await expect(page.getByText("We are reading your application.")).toBeVisible();
  await expectAccessible(page);

  const person = await caller(grower);
  const farm = await person.call<{ id: string; slug: string }>("GET", "/farms/mine");
  await shop.call("POST", `/farms/${farm.id}/ask`, { question: "Who runs the farm?" });
  await page.reload();
  await expect(page.getByText("Who runs the farm?")).toBeVisible();
  await page.getByRole("button", { name: "Add a document" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Its name").fill("Passport of Rosa Marsh");
  await dialog.getByLabel("Address of the document").fill("https://files.example.com/passport.pdf");
  await dialog.getByRole("button", { name: "Add a document" }).click();
  await expect(page.getByRole("link", { name: "Passport of Rosa Marsh" })).toBeVisible();
  await page.getByRole("button", { name: "It is there now" }).click();
  await expect(page.getByText("We are reading your application.")).toBeVisible();

  await shop.call("POST", `/farms/${farm.id}/verify`);
  await signIn(context, grower);
  await page.goto("/farm");
  await expect(page.getByRole("heading", { name: "Nothing on stock yet" })).toBeVisible();
  await expectAccessible(page);

  await page.goto("/farm/profile");
  await page.getByRole("button", { name: "Add a field" }).click();
  await dialog.getByLabel("Name of the field").fill("North strip");
  await dialog.getByRole("button", { name: "Add a field" }).click();
  await expect(page.getByRole("region", { name: "Fields" })).toContainText("North strip");

  await page.goto("/farm/products/new");
  await page.getByLabel("Name", { exact: true }).fill("Blue Solaise leeks");
  await page.getByLabel("Category").selectOption("vegetables");
  await page.getByRole("button", { name: "Make the draft" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Blue Solaise leeks" })).toBeVisible();
  await page.getByRole("button", { name: "Publish" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "something is missing" })).toBeVisible();
  await page.getByLabel("Description").first().fill("Long white shafts, blue leaves, sweet after frost.");
  await page.getByLabel("Pack", { exact: true }).fill("1 bunch");
  await page.getByLabel("Unit", { exact: true }).selectOption("bunch");
  await page.getByLabel("Price", { exact: true }).fill("cheap");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByLabel("Price", { exact: true })).toBeFocused();
  await expect(page.getByLabel("Price", { exact: true })).toHaveAccessibleDescription(/Write a price/);
  await page.getByLabel("Price", { exact: true }).fill("3.75");
  await page.getByLabel("Field").selectOption({ label: "North strip" });
  await page.getByLabel("Certificate", { exact: true }).selectOption("none_claimed");
  await page.getByLabel("Kept and carried").selectOption("ambient");
  await page.getByRole("radio", { name: "It has none" }).check();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Blue Solaise leeks saved.")).toBeVisible();

  const made = await (await caller(grower)).call<Products>("GET", "/farms/mine/products");
  const leeks = made.items[0];
  const sku = leeks?.variants[0]?.sku ?? "";
  await page.goto(`/farm/stock/new?sku=${sku}`);
  await page.getByLabel("Packs").fill("24");
  await page.getByRole("button", { name: "Record a harvest" }).click();
  await expect(page.getByRole("row", { name: /Blue Solaise leeks/ })).toContainText("24");

  await page.goto(`/farm/products/${leeks?.id}`);
  await expect(page.getByText("Everything is there: it can be published.")).toBeVisible();
  await page.getByRole("button", { name: "Publish" }).click();
  await expect(page.getByRole("button", { name: "Take off sale" })).toBeVisible();
  const inShop = await (await caller()).call<{ title: string; variants: { available: number }[] }>("GET", `/products/${leeks?.slug}`);
  expect(inShop).toMatchObject({ title: "Blue Solaise leeks", variants: [{ available: 24 }] });

  const placed = await order(sku, 2, "Sam Reyes");
  await page.goto("/farm");
  const row = page.getByRole("listitem").filter({ hasText: placed.id.slice(-6) });
  await expect(row).toContainText("2 × Blue Solaise leeks");
  await row.getByRole("button", { name: /Start packing/ }).click();
  await row.getByRole("button", { name: /Packed/ }).click();
  await expect.poll(async () => (await (await caller(grower)).call<{ status: string }>("GET", `/farms/mine/orders/${placed.id}`)).status).toBe("packed");
  await expect(page.getByRole("row", { name: /Blue Solaise leeks/ })).toContainText("22");
});

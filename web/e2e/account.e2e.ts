// What an account is told, what it waits for, which mails it wants, and what is taken out of an order: on a stage of its own, whose mails are read.
import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { BrowserContext, Page } from "@playwright/test";
import { caller, farmer, order, ownStage, register } from "./desk_support";
import { demo, signIn } from "./shop";
import { expect, expectAccessible, expectSound, test } from "./test";

interface Stock { sku: string; available: number; lots: { id: string; held: number }[] }

test("news go on behind the first page", async ({ page }) => {
  await signIn(page, demo.shopper, "/account/notices");
  // Two orders may be told of in the same words in the same minute.
  const told = () => page.getByRole("main").getByRole("listitem").evaluateAll((items) => items.map((item) => `${item.textContent} ${item.querySelector("a")?.href ?? ""}`));
  const first = await told();
  expect(first).toHaveLength(10);
  await page.getByRole("link", { name: "Older" }).click();
  await page.waitForURL(/cursor=/);
  const older = await told();
  expect(older.length).toBeGreaterThan(0);
  expect(older.filter((one) => first.includes(one))).toEqual([]);
});

test.describe("an account", () => {
  test.setTimeout(120_000);
  test.use({ actionTimeout: 15_000 });
  const stage = ownStage();
  let product = { slug: "", title: "", sku: "", lot: "" };

  test.beforeAll(async () => {
    const desk = await caller(farmer);
    const { items } = await desk.call<{ items: Stock[] }>("GET", "/inventory?limit=100");
    const products = (await desk.call<{ items: { slug: string; title: string; status: string; variants: { sku: string }[] }[] }>("GET", "/farms/mine/products")).items;
    for (const one of products) {
      const stock = items.find((item) => item.sku === one.variants[0]?.sku);
      const lot = stock?.lots[0];
      if (one.status === "published" && one.variants.length === 1 && stock && lot && stock.lots.length === 1 && stock.available >= 10) product = { slug: one.slug, title: one.title, sku: stock.sku, lot: lot.id };
    }
    expect(product.slug, "the demo farm has a product with one lot").not.toBe("");
  });

  const setLot = async (status: string) => (await caller(farmer)).call("PATCH", `/inventory/${product.sku}/lots/${product.lot}`, { status, reason: "Looked at once more." });

  async function wait(page: Page, email: string) {
    await page.goto(`/products/${product.slug}`);
    const form = page.locator("#tell-me");
    await expect(form).toContainText(`We write to ${email}.`);
    await form.getByRole("button", { name: "Tell me" }).click();
    await expect(form.getByRole("status")).toBeVisible();
  }

  /** The end of the link that a mail to this address has for stopping its kind. */
  function tokenFor(email: string): string | undefined {
    const folder = stage().outbox;
    if (!folder) return undefined;
    return readdirSync(folder).filter((file) => file.endsWith(".eml")).map((file) => readFileSync(path.join(folder, file), "utf8"))
      .filter((mail) => mail.includes(`To: ${email}`)).map((mail) => /^List-Unsubscribe: <.*\/unsubscribe\/([^>]+)>/m.exec(mail)?.[1]).find(Boolean);
  }

  test("waits for what is sold out, stops, waits again, is told, and stops the mails", async ({ page, browser }) => {
    const { email } = await register(page.context());
    await page.goto("/account/waits");
    await expect(page.getByRole("heading", { name: "You wait for nothing" })).toBeVisible();
    await expectSound(page);
    await page.goto("/account/notices");
    await expect(page.getByRole("heading", { name: "No news yet" })).toBeVisible();
    await expectAccessible(page);

    await setLot("quarantined");
    await wait(page, email);
    await expectAccessible(page);
    await page.goto("/account");
    await page.getByRole("region", { name: "What you wait for" }).getByRole("link", { name: "The list" }).click();
    await expect(page.getByRole("main").getByRole("link", { name: product.title })).toBeVisible();
    await expectSound(page);
    await page.getByRole("button", { name: `Stop waiting: ${product.title}` }).click();
    await expect(page.getByRole("heading", { name: "You wait for nothing" })).toBeVisible();

    await wait(page, email);
    await setLot("sellable");
    await expect(async () => {
      await page.goto("/account");
      await expect(page.getByRole("region", { name: "News for you" })).toContainText("1 new", { timeout: 500 });
    }).toPass({ timeout: 20_000 });
    await page.getByRole("link", { name: "All news" }).click();
    const notice = page.getByRole("listitem").filter({ has: page.getByRole("heading", { name: `${product.title} can be bought again` }) });
    await expect(notice.getByText("New", { exact: true })).toBeVisible();
    await expectSound(page);
    await notice.getByRole("button", { name: "Open" }).click();
    await expect(page).toHaveURL(new RegExp(`/products/${product.slug}$`));
    await page.goto("/account/notices");
    await expect(page.getByText("Nothing new")).toBeVisible();
    await expect(notice.getByText("New", { exact: true })).toHaveCount(0);
    await expect(notice.getByRole("link", { name: "Open" })).toHaveAttribute("href", `/products/${product.slug}`);

    test.skip(!stage().outbox, "mails are read where they are files");
    await expect.poll(() => tokenFor(email)).toBeTruthy();
    const link = `/unsubscribe/${tokenFor(email)}`;
    const kind = page.getByRole("checkbox", { name: "Something that you wait for can be bought again" });
    for (const scripts of [false, true]) {
      const anybody = await browser.newContext({ baseURL: process.env.GH_ADDRESS, javaScriptEnabled: scripts });
      const stranger = await anybody.newPage();
      const answer = await stranger.goto(link);
      expect(answer?.headers()["cache-control"]).toContain("no-store");
      await expect(stranger.locator("meta[name=robots]")).toHaveAttribute("content", /noindex/);
      if (scripts) await expectSound(stranger);
      await stranger.reload({ waitUntil: "networkidle" });
      const stop = stranger.getByRole("button", { name: "Stop these mails" });
      await expect(stop, "to look changes nothing").toBeVisible();
      await stop.click();
      const done = stranger.getByText("Done. You get no more of them.");
      await (scripts ? expect(done).toBeFocused() : expect(done).toBeVisible());
      await expect(stop).toHaveCount(0);
      if (scripts) await expectAccessible(stranger);
      await stranger.goto(link);
      await expect(stranger.getByText(/^No mails of this kind come any more/)).toBeVisible();
      await expect(stop).toHaveCount(0);
      await anybody.close();

      await page.goto("/account/notifications");
      await expect(kind).not.toBeChecked();
      if (scripts) continue;
      await kind.check();
      await page.getByRole("button", { name: "Save" }).click();
      await expect(page.getByRole("status").filter({ hasText: /./ }).first()).toBeVisible();
      await page.reload();
      await expect(kind).toBeChecked();
    }
  });

  test("changes its address: the new one counts once its link was opened", async ({ page }) => {
    // One of the demo's: an account that was made just now was sent a link just now, and gets no second one for a minute.
    const { email, password } = { email: "farmer-2@example.com", password: demo.farmer.password };
    await signIn(page, { email, password });
    const next = `moved-${randomUUID().slice(0, 8)}@example.com`;
    await page.goto("/account");
    const form = page.getByRole("region", { name: "E-mail", exact: true });
    await form.getByLabel("New address").fill("nobody");
    await form.getByRole("button", { name: "Change the address" }).click();
    await expect(form.getByLabel("New address")).toBeFocused();
    await expect(form).toContainText("Write an address like");
    await form.getByLabel("New address").fill(next);
    await form.getByLabel("Password now").fill("not-the-password");
    await form.getByRole("button", { name: "Change the address" }).click();
    await expect(form.getByLabel("Password now")).toHaveAttribute("aria-invalid", "true");
    await form.getByLabel("New address").fill(next);
    await form.getByLabel("Password now").fill(password);
    await form.getByRole("button", { name: "Change the address" }).click();
    await expect(form.getByRole("status")).toContainText("The link is on its way");
    await expect(form).toContainText(`go to ${email}`);
    await expectAccessible(page);

    const { outbox } = stage();
    test.skip(!outbox, "mails are read where they are files");
    const linkTo = () => readdirSync(outbox ?? "").filter((file) => file.endsWith(".eml")).map((file) => readFileSync(path.join(outbox ?? "", file), "utf8").replace(/=\r?\n/g, "").replace(/=3D/g, "="))
      .filter((mail) => mail.includes(`To: ${next}`)).map((mail) => /\/account\/verify\?token=([\w.-]+)/.exec(mail)?.[1]).find(Boolean);
    await expect.poll(linkTo).toBeTruthy();
    await page.goto(`/account/verify?token=${linkTo()}`);
    await page.getByRole("button", { name: "It is mine" }).click();
    await expect(page.getByText("Thank you. The address is yours.")).toBeVisible();
    await page.goto("/account");
    await expect(page.getByRole("region", { name: "E-mail", exact: true })).toContainText(`go to ${next}`);
  });

  test("a link that is not good any more says so", async ({ page }) => {
    await page.goto("/unsubscribe/x");
    await expect(page.getByText(/^This link is not good any more/)).toBeVisible();
    await expect(page.getByRole("main").getByRole("button")).toHaveCount(0);
  });

  test("chooses its mails and their language, with and without a script", async ({ page, browser }) => {
    const who = await register(page.context());
    await page.goto("/account");
    await page.getByRole("link", { name: "Mails from us" }).click();
    const shipped = page.getByRole("checkbox").first();
    const label = await page.getByRole("group", { name: "Mails that you want" }).locator("label").first().innerText();
    await expect(shipped).toBeChecked();
    await expect(page.getByRole("region", { name: "Always sent" }).getByRole("listitem").first()).toBeVisible();
    await expectSound(page);
    await page.getByText(label, { exact: true }).click();
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page.getByRole("status").filter({ hasText: "Saved." })).toBeVisible();
    await expect(page.getByRole("checkbox", { name: label })).not.toBeChecked();
    await page.getByLabel("Language of mails and news").selectOption("es");
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page.locator("fieldset [lang=es]").first(), "its words come in the language that was chosen").toBeVisible();
    await expect(page.getByLabel("Language of mails and news")).toHaveValue("es");
    await expect(page.getByRole("checkbox").first()).not.toBeChecked();
    await page.reload();
    await expect(page.getByLabel("Language of mails and news")).toHaveValue("es");
    await expect(page.getByRole("checkbox").first()).not.toBeChecked();

    const context = await browser.newContext({ javaScriptEnabled: false, baseURL: process.env.GH_ADDRESS, storageState: await page.context().storageState() });
    const bare = await context.newPage();
    await bare.goto("/account/notifications");
    await expect(bare.getByText(who.email)).toBeVisible();
    await bare.locator("label").filter({ has: bare.getByRole("checkbox") }).first().click();
    await bare.getByLabel("Language of mails and news").selectOption("en");
    await bare.getByRole("button", { name: "Save" }).click();
    await expect(bare.getByText("Saved.")).toBeVisible();
    await expect(bare.getByLabel("Language of mails and news")).toHaveValue("en");
    await expect(bare.getByRole("checkbox").first()).toBeChecked();
    await context.close();
  });

  async function openOrder(page: Page, context: BrowserContext, quantity: number) {
    const placed = await order(product.sku, quantity, "Ada Lindqvist");
    await context.addCookies([{ name: "gh_guest_orders", value: `${placed.id}.${placed.secret}`, url: process.env.GH_ADDRESS ?? "", httpOnly: true, sameSite: "Lax" }]);
    await page.goto(`/orders/${placed.id}`);
    return placed;
  }

  test("a guest takes something out of an order, and hears when it is too late", async ({ page }) => {
    const placed = await openOrder(page, page.context(), 3);
    const box = page.getByRole("group").filter({ hasText: "Take something out" });
    await box.getByText("Take something out").click();
    await box.getByRole("button", { name: "Take out" }).click();
    await expect(box.getByRole("alert")).toHaveText("Say how many, and no more than there are.");
    await box.getByRole("spinbutton", { name: /: packs to take out, of 3$/ }).fill("1");
    await box.getByRole("button", { name: "Take out" }).click();
    await expect(box.getByRole("status")).toHaveText("Taken out. What it cost goes back.");
    await expect(page.getByText("1 of 3 given back")).toBeVisible();
    await expect(page.getByText("Given back", { exact: true })).toBeVisible();
    await expectSound(page);
    const again = box.getByRole("spinbutton", { name: /: packs to take out, of 2$/ });
    await again.fill("1");
    await box.getByRole("button", { name: "Take out" }).click();
    await expect(page.getByText("2 of 3 given back"), "once more is another wish").toBeVisible();
    await box.getByRole("spinbutton").fill("1");
    await (await caller(farmer)).call("POST", `/farms/mine/orders/${placed.id}/packing`);
    await box.getByRole("button", { name: "Take out" }).click();
    await expect(page.getByRole("alert").filter({ hasText: "Too late: the farm has begun to pack this." })).toBeVisible();
    await expect(box).toHaveCount(0);
    await expectAccessible(page);
  });

  test("so it does without a script", async ({ browser }) => {
    const context = await browser.newContext({ javaScriptEnabled: false, baseURL: process.env.GH_ADDRESS });
    const page = await context.newPage();
    await openOrder(page, context, 2);
    await page.getByText("Take something out").click();
    await page.getByRole("spinbutton").fill("1");
    await page.getByRole("button", { name: "Take out" }).click();
    await expect(page.getByText("Taken out. What it cost goes back.")).toBeVisible();
    await expect(page.getByText("1 of 2 given back")).toBeVisible();
    await context.close();
  });

  test("a buyer with an account reads about it, and has read it all", async ({ page }) => {
    const who = await register(page.context());
    const buyer = await caller(who);
    const cart = await buyer.call<{ id: string }>("POST", "/carts", { lines: [{ sku: product.sku, quantity: 2 }] });
    const placed = await buyer.call<{ id: string }>("POST", "/orders", { cart: cart.id, email: `buyer-${randomUUID().slice(0, 8)}@example.com`, payment_method: "pm_card_ok", address: { name: "Ada Lindqvist", street: "7 Elm St", city: "Leesburg", state: "VA", zip: "20175", country: "US" } });
    await page.goto(`/orders/${placed.id}`);
    const box = page.getByRole("group").filter({ hasText: "Take something out" });
    await box.getByText("Take something out").click();
    await box.getByRole("spinbutton").fill("1");
    await box.getByRole("button", { name: "Take out" }).click();
    await expect(box.getByRole("status")).toBeVisible();
    await expect(async () => {
      await page.goto("/account/notices");
      await expect(page.getByRole("button", { name: "Mark all as read" })).toBeVisible({ timeout: 500 });
    }).toPass({ timeout: 20_000 });
    await page.getByRole("button", { name: "Mark all as read" }).click();
    await expect(page.getByText("Nothing new")).toBeVisible();
    await expect(page.getByRole("listitem").getByRole("link", { name: /^Open/ }).first()).toHaveAttribute("href", `/orders/${placed.id}`);
    await page.goto("/es/account/notices");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Novedades para ti");
    await expectSound(page);
  });
});

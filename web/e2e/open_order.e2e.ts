import type { BrowserContext } from "@playwright/test";
import { caller, farmer, order } from "./desk_support";
import { signIn, demo } from "./shop";
import { openStage } from "./stage";
import { expect, expectSound, test } from "./test";

// A guest on another device: its browser has never seen the order, and the link of the mail has no secret.

const words = {
  en: { prefix: "", title: "Open your order", number: "Number of the order", email: "E-mail of the order", go: "Open the order", unknown: "No order with this number and this address. Compare both with the mail." },
  es: { prefix: "/es", title: "Abre tu pedido", number: "Número del pedido", email: "Correo del pedido", go: "Abrir el pedido", unknown: "Ningún pedido con este número y este correo. Compara ambos con el mensaje." },
} as const;
const nobodys = "ord_01JB2R6T3Q0V8Y5N7K4M9P2S6W";

async function placed(): Promise<{ id: string; email: string }> {
  const shelf = (await (await caller(farmer)).call<{ items: { sku: string; available: number }[] }>("GET", "/inventory?limit=100")).items.find((item) => item.available > 20);
  if (!shelf) throw new Error("the demo farm has nothing on the shelf");
  const { id, contact } = await order(shelf.sku, 1);
  return { id, email: contact.email };
}

const kept = async (context: BrowserContext) => (await context.cookies()).find((cookie) => cookie.name === "gh_guest_orders");

for (const [locale, { prefix, title, number, email, go, unknown }] of Object.entries(words)) {
  for (const javaScriptEnabled of [true, false]) {
    test.describe(javaScriptEnabled ? "with a script" : "without a script", () => {
      test.use({ javaScriptEnabled });
      test(`the link of a mail leads to a form, and the address opens the order ("${locale}")`, async ({ page, context }) => {
        const mine = await placed();
        await page.goto(`${prefix}/orders/${mine.id}`);
        await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
        await expect(page.getByLabel(number)).toHaveValue(mine.id);
        if (javaScriptEnabled) await expectSound(page);
        await page.getByLabel(email).fill("somebody@example.com");
        await page.getByRole("button", { name: go }).click();
        await expect(page.getByRole("alert").filter({ hasText: unknown })).toBeVisible();
        await expect(page.getByLabel(number)).toHaveValue(mine.id);
        expect(await kept(context)).toBeUndefined();
        await page.getByLabel(email).fill(mine.email);
        await page.getByRole("button", { name: go }).click();
        await expect(page.getByRole("heading", { level: 1, name: title })).toHaveCount(0);
        await expect(page.getByText(mine.email).first()).toBeVisible();
        expect(await kept(context)).toMatchObject({ httpOnly: true, sameSite: "Lax" });
        await page.goto(`${prefix}/orders`);
        await expect(page.getByRole("main").locator(`a[href$="${mine.id}"]`), "it stays on this device").toBeVisible();
      });
    });
  }
}

test("a page of an order that does not exist says the same as that of another's", async ({ page }) => {
  const mine = await placed();
  const says = async (id: string) => {
    await page.goto(`/orders/${id}`);
    await page.getByLabel(words.en.email).fill("somebody@example.com");
    await page.getByRole("button", { name: words.en.go }).click();
    await expect(page.getByRole("alert").filter({ hasText: words.en.unknown })).toBeVisible();
    return (await page.getByRole("main").innerText()).replaceAll(id, "");
  };
  expect(await says(mine.id)).toBe(await says(nobodys));
  expect((await says(mine.id)).length).toBeGreaterThan(200);
});

test("the list of orders opens one by the link of a mail, and says what is wrong at its field", async ({ page }) => {
  const mine = await placed();
  await page.goto("/orders");
  await expectSound(page);
  const [number, email, go] = [page.getByLabel(words.en.number), page.getByLabel(words.en.email), page.getByRole("button", { name: words.en.go })];
  await number.fill(mine.id.slice(0, 12));
  await email.fill(mine.email);
  await go.click();
  await expect(number).toBeFocused();
  await expect(page.getByText("This is no number of an order")).toBeVisible();
  await number.fill(`https://shop.example/orders/${mine.id}`);
  await email.fill("guest");
  await go.click();
  await expect(email).toBeFocused();
  await expect(page.getByText("Is this the whole e-mail address?")).toBeVisible();
  await email.fill(mine.email);
  await go.click();
  await page.waitForURL(new RegExp(`/orders/${mine.id}$`));
  await expect(page.getByText(mine.email).first()).toBeVisible();
});

test("who is signed in opens a guest's order, too", async ({ page }) => {
  const mine = await placed();
  await signIn(page, demo.shopper, `/orders/${mine.id}`);
  await page.getByLabel(words.en.email).fill(mine.email);
  await page.getByRole("button", { name: words.en.go }).click();
  await expect(page.getByText(mine.email).first()).toBeVisible();
});

for (const javaScriptEnabled of [true, false]) {
  test(`who tries many addresses is told to wait, ${javaScriptEnabled ? "with" : "without"} a script`, async ({ browser }) => {
    test.setTimeout(120_000);
    const stage = await openStage({ small: true, settings: ["rate_limit.login_per_minute=2"] });
    try {
      const page = await (await browser.newContext({ baseURL: stage.address, javaScriptEnabled })).newPage();
      await page.goto(`/orders/${nobodys}`);
      for (const said of [words.en.unknown, words.en.unknown, "Too many tries in a short time. Wait a minute, then try again."]) {
        const answer = page.waitForResponse((response) => response.request().method() === "POST");
        await page.getByLabel(words.en.email).fill("somebody@example.com");
        await page.getByRole("button", { name: words.en.go }).click();
        await answer;
        await expect(page.getByRole("main").getByRole("alert")).toHaveText(said);
      }
      await page.context().close();
    } finally {
      await stage.stop();
    }
  });
}

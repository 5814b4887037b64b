import { admin, caller, farmer, order } from "./desk_support";
import { expect, expectSound, test } from "./test";

interface Money { amount: number; currency: string }
interface Paper { kind: string; number: string; total: Money; taxes: { rate_ppm: number; net: Money; tax: Money }[] }
const dollars = ({ amount }: Money) => `$${(amount / 100).toFixed(2)}`;

/** A guest's box of a state that taxes food; with `packed` the farm packs it and the shop takes one pack back. */
async function bought(packed: boolean) {
  const desk = await caller(farmer);
  const shelf = (await desk.call<{ items: { sku: string; available: number }[] }>("GET", "/inventory?limit=100")).items.find((item) => item.available > 20);
  if (!shelf) throw new Error("the demo farm has nothing on the shelf");
  const placed = await order(shelf.sku, 3, "Maya Chen");
  const papers = async () => (await (await caller(admin)).call<{ items: Paper[] }>("GET", `/orders/${placed.id}/invoice`)).items;
  if (packed) {
    await desk.call("POST", `/farms/mine/orders/${placed.id}/packing`);
    await desk.call("POST", `/farms/mine/orders/${placed.id}/packed`, {});
    await expect.poll(async () => (await papers()).length, { timeout: 20_000 }).toBe(1);
    const { call } = await caller(admin);
    const farm = (await call<{ parts: { farm: string }[] }>("GET", `/orders/${placed.id}`)).parts[0]?.farm;
    await call("POST", `/admin/orders/${placed.id}/cancel`, { farm, lines: [{ sku: shelf.sku, quantity: 1 }], restock: false, reason: "A pack was torn." });
    await expect.poll(async () => (await papers()).length, { timeout: 20_000 }).toBe(2);
  }
  const cookie = { name: "gh_guest_orders", value: `${placed.id}.${placed.secret}`, url: process.env.GH_ADDRESS ?? "" };
  return { id: placed.id, papers: await papers(), cookie };
}

test("a guest prints the invoice of a packed order, and its credit note", async ({ page, context }) => {
  const { id, papers, cookie } = await bought(true);
  const [invoice, credit] = papers;
  if (!invoice || !credit) throw new Error("no papers");
  const tax = invoice.taxes[0];
  expect(tax?.rate_ppm, "Virginia taxes food").toBe(10_000);
  await context.addCookies([cookie]);
  await page.goto(`/orders/${id}`);
  await page.getByRole("link", { name: "Invoices" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Invoices" })).toBeVisible();

  const sheet = page.getByRole("article", { name: new RegExp(`^Invoice ${invoice.number}`) });
  await expect(sheet).toContainText("Millbrook Hollow Farm");
  await expect(sheet).toContainText("7 Elm St");
  await expect(sheet.getByRole("table", { name: /^Lines/ }).getByRole("row").nth(1)).toContainText("1%");
  const row = sheet.getByRole("table", { name: /^Tax/ }).getByRole("row").nth(1);
  for (const money of tax ? [tax.net, tax.tax] : []) await expect(row).toContainText(dollars(money));
  await expect(sheet.getByText(dollars(invoice.total)).last()).toBeVisible();
  const note = page.getByRole("article", { name: new RegExp(`^Credit note ${credit.number}`) });
  await expect(note).toContainText(invoice.number);
  await expect(note).toContainText(dollars(credit.total));

  for (const path of [`/orders/${id}/invoice`, `/es/orders/${id}/invoice`]) {
    await page.goto(path);
    await expectSound(page);
  }
  await expect(page.getByRole("article", { name: new RegExp(`^Factura ${invoice.number}`) })).toBeVisible();
  await page.setViewportSize({ width: 320, height: 640 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);

  // On paper: no frame of the shop, black on white in the dark theme too, a sheet for each.
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  await expect(page.getByRole("banner")).toBeHidden();
  await expect(page.getByRole("button", { name: "Imprimir" })).toBeHidden();
  const look = await page.locator("article").last().evaluate((sheet) => ({ colour: getComputedStyle(sheet).color, page: getComputedStyle(document.body).backgroundColor, breaks: getComputedStyle(sheet).breakBefore }));
  expect(look).toEqual({ colour: "rgb(0, 0, 0)", page: "rgb(255, 255, 255)", breaks: "page" });
});

test("the button opens the browser's print dialogue", async ({ page, context }) => {
  const { id, cookie } = await bought(true);
  await context.addCookies([cookie]);
  await page.addInitScript(() => { window.print = () => { document.title = "printed"; }; });
  await page.goto(`/orders/${id}/invoice`);
  await page.getByRole("button", { name: "Print" }).click();
  await expect(page).toHaveTitle("printed");
});

test("before the farm has packed there is no invoice, and the page says when there will be", async ({ page, context }) => {
  const { id, cookie } = await bought(false);
  await context.addCookies([cookie]);
  await page.goto(`/orders/${id}`);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.getByRole("link", { name: "Invoices" })).toHaveCount(0);
  await page.goto(`/orders/${id}/invoice`);
  await expect(page.getByRole("heading", { level: 1, name: "No invoice yet" })).toBeVisible();
  await expectSound(page);
});

test("nobody else's invoice opens", async ({ page }) => {
  const { id } = await bought(false);
  await page.goto(`/orders/${id}/invoice`);
  await expect(page).toHaveURL(new RegExp(`/orders/${id}$`));
  await expect(page.getByRole("heading", { level: 1, name: "Open your order" })).toBeVisible();
  await expect(page.getByRole("article")).toHaveCount(0);
});

import { caller, farmer } from "./desk_support";
import { expect, expectAccessible, test } from "./test";

interface Stock { sku: string; available: number; lots: { id: string; status: string; held: number }[] }

test.describe("what is sold out", () => {
  let slug = "";
  let putBack: () => Promise<unknown> = async () => {};

  // A product of the demo farm is held back for as long as this takes.
  test.beforeAll(async () => {
    const desk = await caller(farmer);
    const { items } = await desk.call<{ items: Stock[] }>("GET", "/inventory?limit=100");
    const products = (await desk.call<{ items: { slug: string; status: string; variants: { sku: string }[] }[] }>("GET", "/farms/mine/products")).items;
    const product = products.find((one) => one.status === "published" && one.variants.length === 1 && items.some((item) => item.sku === one.variants[0]?.sku && item.lots.length === 1 && item.available > 0));
    const stock = items.find((item) => item.sku === product?.variants[0]?.sku);
    const lot = stock?.lots[0];
    if (!product || !stock || !lot) throw new Error("the demo farm has no product with one lot");
    slug = product.slug;
    const set = (status: string) => desk.call("PATCH", `/inventory/${stock.sku}/lots/${lot.id}`, { status, reason: "Looked at once more." });
    putBack = () => set("sellable");
    await set("quarantined");
  });
  test.afterAll(() => putBack());

  test("leaves an address, and is told that it is kept", async ({ page }) => {
    await page.goto(`/products/${slug}`);
    const form = page.locator("#tell-me");
    await expect(form.getByRole("heading", { name: "Tell me when it is back" })).toBeVisible();
    await expectAccessible(page);
    await form.getByRole("textbox").fill(`waits-${Date.now()}@example.com`);
    await form.getByRole("button", { name: "Tell me" }).click();
    await expect(form.getByRole("status")).toBeVisible();
  });

  test("has the form in the page that comes, before any script", async ({ request }) => {
    const html = await (await request.get(`/products/${slug}`)).text();
    expect(html).toMatch(/<form id="tell-me"[\s\S]*?name="email"/);
    expect(html, "streamed in late, for a script to show").not.toMatch(/<div hidden id="S:[\s\S]*?id="tell-me"/);
  });
});

// Pictures of a product: uploaded with preview and words, refused with a reason, seen in the shop; and of a complaint, which the farm
// and the shop see. On a stage of its own.
import type { Page } from "@playwright/test";
import sharp from "sharp";
import { admin, caller, farmer, ownStage, register, signIn } from "./desk_support";
import { expect, expectSound, test } from "./test";

interface Product { id: string; slug: string; title: string; status: string; images: { url: string; alt: string }[] }

const jpeg = () => sharp({ create: { width: 2400, height: 1600, channels: 3, background: "#7f8046" } }).withExif({ IFD0: { Make: "Camera 4711" }, IFD3: { GPSLatitudeRef: "N", GPSLatitude: "39/1 16/1 0/1" } }).jpeg().toBuffer();
/** A PNG whose header says 15,000 by 15,000 pixels. */
async function bomb() {
  const png = await sharp({ create: { width: 4, height: 4, channels: 3, background: "#000" } }).png().toBuffer();
  png.writeUInt32BE(15_000, 16);
  png.writeUInt32BE(15_000, 20);
  let crc = ~0;
  for (const byte of png.subarray(12, 29)) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  png.writeUInt32BE(~crc >>> 0, 29);
  return png;
}

test.describe("pictures", () => {
  test.setTimeout(180_000);
  const stage = ownStage();

  test("a farmer uploads one with its words; what is no picture says why; it shows in the shop without what came along", async ({ page, context }) => {
    const desk = await caller(farmer);
    await signIn(context, farmer);
    const product = (await desk.call<{ items: Product[] }>("GET", "/farms/mine/products?limit=100")).items.find((one) => one.status === "published");
    if (!product) throw new Error("the demo's farmer sells nothing");
    await page.goto(`${stage().address}/farm/products/${product.id}`);
    const choose = page.locator("input[type=file]");
    await choose.setInputFiles([
      { name: "not-a-picture.jpg", mimeType: "image/jpeg", buffer: Buffer.from("<svg xmlns='http://www.w3.org/2000/svg'/>") },
      { name: "bomb.png", mimeType: "image/png", buffer: await bomb() },
      { name: "crate.jpg", mimeType: "image/jpeg", buffer: await jpeg() },
    ]);
    await expect(page.getByRole("alert").filter({ hasText: "not-a-picture.jpg" })).toContainText("Not a JPEG, PNG or WebP.");
    await expect(page.getByRole("alert").filter({ hasText: "bomb.png" })).toContainText("More than 25 million pixels.");
    const words = page.getByLabel("What it shows").last();
    await words.fill("A crate of carrots on straw");
    const preview = page.locator('img[src^="/media/pic_"]');
    await expect(preview).toBeVisible();
    expect(await preview.evaluate((image: HTMLImageElement) => image.decode().then(() => image.naturalWidth))).toBe(480);
    await expectSound(page);
    await page.getByRole("button", { name: "Save", exact: true }).click();
    const images = async () => (await desk.call<Product>("GET", `/farms/mine/products/${product.id}`)).images;
    await expect.poll(async () => (await images()).map((image) => image.alt)).toContain("A crate of carrots on straw");
    const url = (await images()).find((image) => image.alt === "A crate of carrots on straw")?.url ?? "";
    const answer = await fetch(`${stage().api}${url}`);
    expect(answer.headers.get("content-type")).toBe("image/webp");
    const kept = await sharp(Buffer.from(await answer.arrayBuffer())).metadata();
    expect([kept.width, kept.height, kept.exif]).toEqual([1600, 1067, undefined]);

    await page.goto(`${stage().address}/products/${product.slug}`);
    const shown = page.getByRole("main").getByRole("img", { name: "A crate of carrots on straw" });
    await expect(shown).toBeVisible();
    expect(await shown.evaluate((image: HTMLImageElement) => image.decode().then(() => image.naturalWidth))).toBe(1600);
  });

  test("a customer shows what was wrong; the farm and the shop see it", async ({ page, context }) => {
    const customer = await register(context);
    const desk = await caller(farmer);
    const buyer = await caller(customer);
    const product = (await desk.call<{ items: { status: string; variants: { sku: string }[] }[] }>("GET", "/farms/mine/products?limit=100")).items.find((one) => one.status === "published");
    const cart = await buyer.call<{ id: string }>("POST", "/carts", { lines: [{ sku: product?.variants[0]?.sku, quantity: 1 }] });
    const { id } = await buyer.call<{ id: string }>("POST", "/orders", { cart: cart.id, email: customer.email, payment_method: "pm_card_ok", address: { name: "Maya Chen", street: "7 Elm St", city: "Leesburg", state: "VA", zip: "20175", country: "US" } });
    for (const [step, body] of [["packing", undefined], ["packed", {}], ["shipped", {}], ["delivered", {}]] as const) await desk.call("POST", `/farms/mine/orders/${id}/${step}`, body);

    await page.goto(`${stage().address}/orders/${id}`);
    await page.getByText("Something is wrong").click();
    const form = page.locator("form").filter({ has: page.locator('select[name="reason"]') });
    await form.getByRole("checkbox").first().check();
    await form.getByLabel("What happened").fill("Soft on one side.");
    // While one is on its way the complaint waits for it.
    let go = () => {};
    const gate = new Promise<void>((resolve) => { go = resolve; });
    await page.route("**/api/v1/pictures", async (route) => { await gate; await route.continue(); });
    await form.locator("input[type=file]").setInputFiles([{ name: "soft.jpg", mimeType: "image/jpeg", buffer: await jpeg() }]);
    await form.getByRole("button", { name: "Send" }).click();
    await expect(form.getByRole("alert")).toHaveText("A picture is still on its way. Wait until it is there, or remove it.");
    go();
    await expect(form.locator('img[src^="/media/pic_"]')).toBeVisible();
    await expectSound(page);
    await form.getByRole("button", { name: "Send" }).click();
    const shown = (where: Page) => where.getByRole("main").getByRole("img", { name: "Picture 1" });
    const decoded = async (where: Page) => { await expect(shown(where)).toBeVisible(); return shown(where).evaluate((image: HTMLImageElement) => image.decode().then(() => image.naturalWidth)); };
    expect(await decoded(page), "the customer").toBe(480);
    await expectSound(page);
    for (const [who, path] of [[farmer, `/farm/orders/${id}`], [admin, `/tower/orders/${id}`]] as const) {
      await context.clearCookies();
      await signIn(context, who);
      await page.goto(`${stage().address}${path}`);
      expect(await decoded(page), path).toBe(480);
      await expectSound(page);
    }
  });
});

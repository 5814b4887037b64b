// Pictures of a product: uploaded with preview and words, refused with a reason, seen in the shop. On a stage of its own.
import sharp from "sharp";
import { caller, farmer, ownStage, signIn } from "./desk_support";
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
});

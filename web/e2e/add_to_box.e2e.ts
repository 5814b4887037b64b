import type { Locator, Page } from "@playwright/test";
import { expect, test } from "./test";

const product = "/products/rainbow-carrots";
const button = (page: Page) => page.getByRole("main").getByRole("button", { name: /^Add to box/ }).first();

/** Packs of the one line in the box. */
async function inBox(page: Page): Promise<number> {
  await page.goto("/box");
  const box = page.getByRole("main").getByRole("spinbutton");
  await expect(box).toHaveCount(1);
  return Number(await box.innerText());
}

test("two presses of one moment add once, and a third one later adds again", async ({ page }) => {
  await page.goto(product);
  await button(page).focus(); // by keys: a pointer does not press what is busy
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
  const added = page.getByRole("status").filter({ hasText: /Rainbow carrots added/i }).first();
  await expect(added).toBeVisible();
  expect(await inBox(page)).toBe(1);
  await page.goto(product);
  await button(page).click();
  await expect(added).toBeVisible();
  expect(await inBox(page)).toBe(2);
});

test.describe("without a script", () => {
  test.use({ javaScriptEnabled: false });

  /** What the browser would post of the form, and where. */
  async function formOf(page: Page, press: Locator) {
    return press.evaluate((element) => ({ url: location.href, fields: Object.fromEntries([...new FormData((element as HTMLButtonElement).form ?? undefined)].map(([name, value]) => [name, String(value)])) }));
  }

  test("a form that is posted twice adds once, two forms at once add both", async ({ page }) => {
    await page.goto(product);
    await button(page).click();
    await expect(page.getByRole("banner").getByRole("link", { name: /Your box: 1 item/ })).toBeVisible();
    const read = async () => { await page.goto(product); return formOf(page, button(page)); };
    const post = async ({ url, fields }: Awaited<ReturnType<typeof formOf>>) => {
      const answer = await page.request.post(url, { multipart: fields, headers: { origin: new URL(url).origin, referer: url } });
      expect(answer.status()).toBe(200);
    };
    const form = await read();
    expect(form.fields.key).toMatch(/^[0-9a-f-]{36}$/);
    await post(form);
    await post(form);
    expect(await inBox(page)).toBe(2);
    const forms = [await read(), await read(), await read()];
    expect(new Set(forms.map(({ fields }) => fields.key)).size).toBe(3);
    await Promise.all(forms.map(post));
    expect(await inBox(page)).toBe(5);
  });
});

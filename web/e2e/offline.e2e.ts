import { expect, test } from "./test";

test.describe("without a network", () => {
  test("what was looked at is there and says so; nothing personal is kept; back again it goes on", async ({ page, context }) => {
    await page.goto("/shop");
    await page.evaluate(() => navigator.serviceWorker.ready);
    await page.goto("/products/rainbow-carrots");
    await page.goto("/orders");
    await expect.poll(() => page.evaluate(async () => (await (await caches.open("pages")).keys()).map((key) => new URL(key.url).pathname))).toContain("/products/rainbow-carrots");
    const kept = await page.evaluate(async () => (await Promise.all((await caches.keys()).map(async (name) => (await (await caches.open(name)).keys()).map((key) => new URL(key.url).pathname)))).flat());
    expect(kept.filter((path) => /orders|account|box|checkout|api/.test(path))).toEqual([]);
    await context.setOffline(true);
    await page.goto("/products/rainbow-carrots");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Rainbow carrots");
    await expect(page.getByText("You are offline. Showing what this device saved.")).toBeVisible();
    await page.goto("/account");
    await expect(page.getByRole("heading", { name: "No network, most things still work" })).toBeVisible();
    await context.setOffline(false);
    await page.goto("/shop");
    await expect(page.getByText("You are offline.")).toBeHidden();
  });
});

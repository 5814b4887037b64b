import { expect, test } from "./test";

test("the landing page shows what is in season, and a box can be begun from it", async ({ page }) => {
  await page.goto("/");
  const season = page.getByRole("region", { name: /In season, week \d+/ });
  await expect(season.getByRole("listitem").filter({ has: page.getByRole("heading") })).toHaveCount(8);
  const add = season.getByRole("button", { name: /^Add / }).first();
  await add.click();
  await expect(season.getByRole("group", { name: /in the box/ }).first()).toBeVisible();
  await expect(page.getByRole("banner").getByRole("link", { name: /Your box: 1 item/ })).toBeVisible();
});

test.describe("without a script", () => {
  test.use({ javaScriptEnabled: false });
  test("a box can be begun too", async ({ page }) => {
    await page.goto("/");
    await page.getByRole("button", { name: /^Add / }).first().click();
    await expect(page.getByRole("banner").getByRole("link", { name: /Your box: 1 item/ })).toBeVisible();
  });
});

test("kept for everybody without a session or a box, for nobody else", async ({ page, request }) => {
  const anonymous = await request.get("/");
  expect(anonymous.headers()["cache-control"]).toMatch(/public, s-maxage=60|no-cache/);
  await page.goto("/");
  await page.getByRole("button", { name: /^Add / }).first().click();
  await expect(page.getByRole("banner").getByRole("link", { name: /Your box: 1 item/ })).toBeVisible();
  const mine = await page.request.get("/");
  expect(mine.headers()["cache-control"]).toContain("no-store");
});

import { expect, expectSound, test } from "./test";

test("what is free is called live only while it is, and with its time once it is old", async ({ page }) => {
  await page.clock.install({ time: new Date("2026-05-04T12:03:00") });
  await page.goto("/products/rainbow-carrots");
  const left = page.getByRole("main").getByRole("status").filter({ hasText: /\d+ left/ });
  const dot = left.locator("[aria-hidden]");
  await expect(left).toContainText("Live");
  await expect(dot).toHaveClass(/animate-breathe/);
  const asked = /\/api\/v1\/products\/rainbow-carrots$/;
  await page.route(asked, (route) => route.abort());
  await page.clock.fastForward(20_000);
  await expect(left).toContainText(/as of 12:03/);
  await expect(left).not.toContainText("Live");
  await expect(dot).not.toHaveClass(/animate-breathe/);
  await expectSound(page);
  await page.unroute(asked);
  await page.clock.fastForward(60_000);
  await expect(left).toContainText("Live");
  await expect(left).not.toContainText("as of");
  await expect(dot).toHaveClass(/animate-breathe/);
});

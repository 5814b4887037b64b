import { openPages } from "./pages";
import { expect, expectAccessible, test, themes, setTheme } from "./test";

for (const [name, path] of openPages) {
  for (const theme of themes) {
    test(`${name} in ${theme}: renders, and axe finds nothing`, async ({ page }) => {
      await setTheme(page, theme);
      await page.goto(path);
      await expect(page.getByRole("main").getByRole("heading", { level: 1 })).toBeVisible();
      await expect(page.locator("html")).toHaveAttribute("data-theme", theme);
      await expectAccessible(page);
    });
  }
  test(`${name} fits 320 px`, async ({ page }) => {
    await page.setViewportSize({ width: 320, height: 640 });
    await page.goto(path);
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(wider).toBeLessThanOrEqual(0);
  });
}

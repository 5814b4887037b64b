import { openPages } from "./pages";
import { expect, expectSound, setTheme, test } from "./test";

for (const [name, path] of openPages) {
  test(`${name}: renders; axe finds nothing in either theme, and it fits 320 px`, async ({ page }) => {
    await page.goto(path);
    await expect(page.getByRole("main").getByRole("heading", { level: 1 })).toBeVisible();
    await expectSound(page);
  });
}

test("a page comes in the theme of the device", async ({ page }) => {
  for (const theme of ["dark", "light"] as const) {
    await setTheme(page, theme);
    await page.goto("/shop");
    await expect(page.locator("html")).toHaveAttribute("data-theme", theme);
  }
});

// Pictures of every page, phone and desk, light and dark, into web/screenshots/ (not in git): npm run screenshots
import { openPages } from "./pages";
import { setTheme, test } from "./test";

const sizes = { phone: { width: 390, height: 844 }, desk: { width: 1280, height: 900 } } as const;
const only = process.env.GH_PAGES?.split(",");

for (const [name, path] of openPages) {
  if (only && !only.includes(name)) continue;
  for (const [size, viewport] of Object.entries(sizes)) {
    for (const theme of ["light", "dark"] as const) {
      test(`${name} ${size} ${theme}`, async ({ page }) => {
        await page.setViewportSize(viewport);
        await setTheme(page, theme);
        await page.goto(path);
        await page.waitForLoadState("networkidle");
        await page.evaluate(async () => {
          for (const image of document.images) image.loading = "eager";
          await Promise.all([...document.images].map((image) => (image.complete ? null : new Promise((resolve) => { image.onload = image.onerror = resolve; }))));
        });
        await page.screenshot({ path: `screenshots/${name}-${size}${theme === "dark" ? "-dark" : ""}.png`, fullPage: true });
      });
    }
  }
}

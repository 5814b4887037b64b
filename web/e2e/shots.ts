import type { Page } from "@playwright/test";
import { setTheme, test } from "./test";

const sizes = { phone: { width: 390, height: 844 }, desk: { width: 1280, height: 900 } } as const;
const only = process.env.GH_PAGES?.split(",");

/** Pictures of one page, phone and desk, light and dark, into web/screenshots/. open: goes there, and leaves the page as it shall be seen. */
export function shots(name: string, open: (page: Page) => Promise<void>) {
  if (only && !only.includes(name)) return;
  for (const [size, viewport] of Object.entries(sizes)) {
    for (const theme of ["light", "dark"] as const) {
      test(`${name} ${size} ${theme}`, async ({ page }) => {
        await page.setViewportSize(viewport);
        await setTheme(page, theme);
        await open(page);
        await page.evaluate(async () => {
          window.scrollTo(0, 0); // what is fixed to the window stands where it belongs
          for (const image of document.images) image.loading = "eager";
          await Promise.all([...document.images].map((image) => (image.complete ? null : new Promise((resolve) => { image.onload = image.onerror = resolve; }))));
        });
        await page.screenshot({ path: `screenshots/${name}-${size}${theme === "dark" ? "-dark" : ""}.png`, fullPage: true });
      });
    }
  }
}

// Pictures of the tower's pages, phone and desk, light and dark, into web/screenshots/: npm run screenshots
import { setTheme, test } from "./test";
import { admin, signIn, towerPages } from "./tower_pages";

const sizes = { phone: { width: 390, height: 844 }, desk: { width: 1280, height: 900 } } as const;
const only = process.env.GH_PAGES?.split(",");

for (const [name, path] of towerPages) {
  if (only && !only.includes(`tower-${name}`)) continue;
  for (const [size, viewport] of Object.entries(sizes)) {
    for (const theme of ["light", "dark"] as const) {
      test(`tower-${name} ${size} ${theme}`, async ({ page }) => {
        await page.setViewportSize(viewport);
        await setTheme(page, theme);
        await signIn(page, admin);
        await page.goto(path);
        await page.screenshot({ path: `screenshots/tower-${name}-${size}${theme === "dark" ? "-dark" : ""}.png`, fullPage: true });
      });
    }
  }
}

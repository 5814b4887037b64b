// Pictures of the tower's pages: npm run screenshots
import { shots } from "./shots";
import { admin, signIn, towerPages } from "./tower_pages";

for (const [name, path] of towerPages) {
  shots(`tower-${name}`, async (page) => {
    await signIn(page, admin);
    await page.goto(path);
  });
}

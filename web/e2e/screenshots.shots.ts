// Pictures of every page that anybody can open: npm run screenshots
import { openPages } from "./pages";
import { shots } from "./shots";

for (const [name, path] of openPages) {
  shots(name, async (page) => {
    await page.goto(path);
    await page.waitForLoadState("networkidle");
  });
}

// Pictures of the farm's desk: npm run screenshots
import { deskPages } from "./desk_pages";
import { demo } from "./shop";
import { shots } from "./shots";
import { signIn } from "./tower_pages";

for (const [name, path] of deskPages) {
  shots(`farm-${name}`, async (page) => {
    await signIn(page, demo.farmer);
    await page.goto(path);
  });
}

shots("farm-order", async (page) => {
  await signIn(page, demo.farmer);
  await page.goto("/farm/orders");
  await page.getByRole("main").locator("a[href*='/farm/orders/ord_']").first().click();
  await page.getByRole("heading", { level: 1 }).waitFor();
});

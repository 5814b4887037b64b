// Pictures of every page that anybody can open: npm run screenshots
import { openPages } from "./pages";
import { shots } from "./shots";

for (const [name, path] of openPages) {
  shots(name, async (page) => {
    await page.goto(path);
    await page.waitForLoadState("networkidle");
  });
}

shots("search-suggestions", async (page) => {
  await page.goto("/");
  await page.getByRole("banner").locator("#search").pressSequentially("apple", { delay: 20 });
  await page.getByRole("listbox", { name: "Suggestions" }).waitFor();
});

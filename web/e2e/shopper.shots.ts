// Pictures of what a shopper has: a box with goods, the checkout, orders, the account: npm run screenshots
import type { Page } from "@playwright/test";
import { addFirst, demo, fillAddress } from "./shop";
import { shots } from "./shots";
import { signIn } from "./tower_pages";

/** On a wide window, whose bar says what is in the box. */
async function fillBox(page: Page) {
  const size = page.viewportSize();
  await page.setViewportSize({ width: 1280, height: 900 });
  await addFirst(page, "/shop?category=root-vegetables&in_stock=1");
  await addFirst(page, "/shop?category=apples-and-pears&in_stock=1");
  if (size) await page.setViewportSize(size);
}

shots("box", async (page) => {
  await fillBox(page);
  await page.goto("/box");
  await page.getByRole("heading", { name: "What you pay" }).waitFor();
});
shots("checkout", async (page) => {
  await fillBox(page);
  await page.goto("/checkout");
  await fillAddress(page);
});
for (const [name, path] of [["account", "/account"], ["account-addresses", "/account/addresses"], ["account-notices", "/account/notices"], ["account-notifications", "/account/notifications"], ["account-waits", "/account/waits"], ["orders", "/orders"]] as const) {
  shots(name, async (page) => {
    await signIn(page, demo.shopper);
    await page.goto(path);
  });
}
shots("order", async (page) => {
  await signIn(page, demo.shopper);
  await page.goto("/orders");
  await page.getByRole("main").locator("a[href*='/orders/ord_']").first().click();
  await page.getByRole("heading", { name: "In the box" }).waitFor();
});

import { caller } from "./desk_support";
import { demo } from "./shop";
import { openStage, type Stage } from "./stage";
import { expect, test } from "./test";

// What pages set is Secure where the browser came over TLS, which a proxy of ours says here; on a plain connection it must not be.
test.describe("cookies of pages", () => {
  test.setTimeout(120_000);
  let stage: Stage;
  test.beforeAll(async () => { stage = await openStage({ small: true, settings: ["http.trusted_proxies=127.0.0.1"] }); });
  test.afterAll(async () => { await stage.stop(); });

  for (const [proto, secure] of [["https", true], ["http", false]] as const) {
    test(`over ${proto}`, async ({ browser }) => {
      test.skip(secure && stage.balanced === true, "the balancer of the cluster is reached without TLS and says so");
      const context = await browser.newContext({ baseURL: stage.address, javaScriptEnabled: false, extraHTTPHeaders: { "X-Forwarded-Proto": proto } });
      const page = await context.newPage();
      const kept = async (name: string) => {
        const cookie = (await context.cookies()).find((one) => one.name === name);
        return cookie && { httpOnly: cookie.httpOnly, secure: cookie.secure, sameSite: cookie.sameSite };
      };
      const own = { httpOnly: true, secure, sameSite: "Lax" };

      await page.goto("/products/dried-flower-wreath");
      await page.getByRole("button", { name: /^Add to box/ }).click();
      await expect(page.getByRole("banner").getByRole("link", { name: /Your box: 1 item/ })).toBeVisible();
      expect(await kept("gh_cart"), "what is put into the box").toEqual(own);

      const { call } = await caller(undefined, stage.api);
      const detail = await call<{ variants: { sku: string }[] }>("GET", "/products/dried-flower-wreath");
      const cart = await call<{ id: string }>("POST", "/carts", { lines: [{ sku: detail.variants[0]?.sku, quantity: 1 }] });
      const order = await call<{ id: string }>("POST", "/orders", { cart: cart.id, email: "tls@example.com", payment_method: "pm_card_ok" });
      await page.goto(`/orders/${order.id}`);
      await page.getByLabel("E-mail of the order").fill("tls@example.com");
      await page.getByRole("button", { name: "Open the order" }).click();
      await expect(page.getByRole("button", { name: "Order this again" })).toBeVisible();
      expect(await kept("gh_guest_orders"), "what opens a guest's order").toEqual(own);

      await context.clearCookies({ name: "gh_cart" });
      await page.getByRole("button", { name: "Order this again" }).click();
      await page.waitForURL(/\/box/);
      expect(await kept("gh_cart"), "an order that is ordered again").toEqual(own);

      await page.goto("/sign-in");
      await page.getByLabel("E-mail").fill(demo.shopper.email);
      await page.getByLabel("Password", { exact: true }).fill(demo.shopper.password);
      await page.getByRole("main").getByRole("button", { name: "Sign in" }).click();
      await page.waitForURL(/\/account/);
      expect(await kept("gh_session"), "a session that began on a page").toEqual(own);
      await context.close();
    });
  }
});

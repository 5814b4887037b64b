import { openStage, type Stage } from "./stage";
import { addFirst, demo, fillAddress, signIn } from "./shop";
import { expect, expectAccessible, expectSound, test } from "./test";

test("a guest buys, and follows the order", async ({ page }) => {
  await addFirst(page, "/shop?category=root-vegetables&in_stock=1");
  await page.goto("/box");
  await expect(page.getByRole("heading", { name: "What you pay" })).toBeVisible();
  const line = page.getByRole("main").locator("a[href*='/products/']").first();
  const title = await line.innerText();
  await line.click();
  await expect(page.getByRole("heading", { level: 1 }), "a line leads to its product").toContainText(title);
  await page.goto("/box");
  await page.getByRole("link", { name: "To the checkout" }).click();
  await expect(page.getByRole("button", { name: /^Pay \$/ })).toBeDisabled();
  await fillAddress(page);
  await expectAccessible(page);
  await page.getByLabel("E-mail for the receipt").fill("guest@example.com");
  const total = await page.getByRole("button", { name: /^Pay \$/ }).innerText();
  await page.getByRole("button", { name: /^Pay \$/ }).click();
  await page.waitForURL(/\/orders\/ord_/);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("It is ordered");
  await expect(page.getByRole("heading", { name: `Paid, ${total.replace("Pay ", "")}` })).toBeVisible();
  await expectAccessible(page);
  await page.goto("/box");
  await expect(page.getByRole("heading", { name: "Your box is empty" })).toBeVisible();
  await page.goto("/orders");
  await expect(page.getByRole("main").getByText("Paid", { exact: true })).toBeVisible();
});

test("a declined card charges nothing and leaves the box; another card goes through after the second step", async ({ page }) => {
  await addFirst(page, "/shop?category=apples-and-pears&in_stock=1");
  await page.goto("/checkout");
  await fillAddress(page);
  await page.getByLabel("E-mail for the receipt").fill("guest@example.com");
  await page.getByText("the bank says no").click();
  await page.getByRole("button", { name: /^Pay \$/ }).click();
  await expect(page.getByRole("alert").filter({ hasText: "Your bank said no." })).toBeVisible();
  await expect(page.getByRole("banner").getByRole("link", { name: /Your box: 1 item/ })).toBeVisible();
  await page.getByText("the bank asks once more").click();
  await page.getByRole("button", { name: /^Pay \$/ }).click();
  await page.waitForURL(/\/orders\/ord_/);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Your bank asks once more");
  await page.getByRole("button", { name: "Confirm at the bank" }).click();
  await expect(page.getByRole("heading", { name: /^Paid, \$/ })).toBeVisible();
});

test("forms say what is missing, and focus goes to the first", async ({ page }) => {
  await addFirst(page, "/shop?category=honey&in_stock=1");
  await page.goto("/checkout");
  await page.getByRole("button", { name: "Save and see the total" }).click();
  await expect(page.getByText("Who receives it?")).toBeVisible();
  await expect(page.getByLabel("Name", { exact: true })).toBeFocused();
  await expect(page.getByText("Five digits")).toBeVisible();
});

test("a customer signs in with a guest's box, buys, and finds the order in the account", async ({ page }) => {
  await addFirst(page, "/shop?category=leafy-greens&in_stock=1");
  await signIn(page, demo.shopper, "/checkout");
  await expect(page.getByRole("banner").getByRole("link", { name: /Your box: \d+ item/ })).toBeVisible();
  await fillAddress(page);
  await expect(page.getByLabel("E-mail for the receipt")).toHaveValue(demo.shopper.email);
  await page.getByRole("button", { name: /^Pay \$/ }).click();
  await page.waitForURL(/\/orders\/ord_/);
  const number = await page.getByText(/^[0-9A-Z]{8}$/).first().innerText();
  await page.goto("/account");
  await expect(page.getByText(number)).toBeVisible();
  await expectSound(page);
  const cookies = await page.context().cookies();
  const session = cookies.find((cookie) => cookie.name === "gh_session");
  expect(session).toMatchObject({ httpOnly: true, sameSite: "Lax" });
  expect(await page.evaluate(() => document.cookie)).not.toContain("gh_session=");
  await page.getByRole("button", { name: "Sign out", exact: true }).click();
  await expect(page.getByRole("banner").getByRole("link", { name: "Sign in" })).toBeVisible();
});

test("a wrong password says no more than that", async ({ page }) => {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill("nobody@example.com");
  await page.getByLabel("Password", { exact: true }).fill("certainly-not-this");
  await page.getByRole("main").getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByText("The address or the password is not right")).toBeVisible();
  await expect(page).toHaveURL(/\/sign-in/);
});

test("the whole purchase by keyboard alone", async ({ page }) => {
  await page.goto("/shop?category=onions-and-garlic&in_stock=1");
  const press = async (name: RegExp | string, role: "button" | "link" = "button") => {
    await page.getByRole(role, { name }).first().focus();
    await expect(page.getByRole(role, { name }).first()).toBeFocused();
    await page.keyboard.press("Enter");
  };
  await press(/^Add .* to the box$/);
  await expect(page.getByRole("banner").getByRole("link", { name: /Your box: 1 item/ })).toBeVisible();
  await page.keyboard.press("Escape");
  await page.locator("body").press("g");
  await page.keyboard.press("b");
  await page.waitForURL(/\/box$/);
  await press("To the checkout", "link");
  await page.getByLabel("Name", { exact: true }).focus();
  for (const word of ["Ada Lindqvist", "1 Elm Street", "Madison", "WI", "53703"]) {
    await page.keyboard.type(word);
    await page.keyboard.press("Tab");
  }
  await page.keyboard.press("Tab"); // past the phone
  await page.keyboard.press("Enter");
  await expect(page.getByText("Saved. The total counts for this address.")).toBeVisible();
  await page.getByLabel("E-mail for the receipt").focus();
  await page.keyboard.type("keys@example.com");
  await press(/^Pay \$/);
  await page.waitForURL(/\/orders\/ord_/);
});

test.describe("without a script", () => {
  test.use({ javaScriptEnabled: false });
  test("one browses, fills a box and changes it", async ({ page }) => {
    await page.goto("/shop");
    await page.getByRole("button", { name: /^Add .* to the box$/ }).first().click();
    await expect(page.getByRole("banner").getByRole("link", { name: /Your box: 1 item/ })).toBeVisible();
    await expect(page).toHaveURL(/\/shop$/);
    await page.goto("/box");
    await page.getByRole("button", { name: "One more" }).click();
    await expect(page.getByRole("spinbutton")).toHaveText("2");
    await page.getByRole("searchbox").fill("honey");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { level: 1 })).toContainText("honey");
  });
});

// Two browsers and one unit: on a stage of its own, since it takes the last one.
test.describe("the last unit", () => {
  test.setTimeout(120_000);
  let stage: Stage;
  test.beforeAll(async () => { stage = await openStage({ small: true }); });
  test.afterAll(async () => { await stage.stop(); });

  test("goes to one; the other is told, and nothing is charged", async ({ browser }) => {
    const detail = (await (await fetch(`${stage.api}/api/v1/products/dried-flower-wreath`)).json()) as { variants: { sku: string; available: number }[] };
    const variant = detail.variants[0];
    if (!variant) throw new Error("no variant");
    const buyers = await Promise.all(["a@example.com", "b@example.com"].map(async (email) => {
      const page = await (await browser.newContext({ baseURL: stage.address })).newPage();
      await page.goto("/products/dried-flower-wreath");
      return { page, email };
    }));
    // All but one are bought first.
    const cart = (await (await fetch(`${stage.api}/api/v1/carts`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ lines: [{ sku: variant.sku, quantity: variant.available - 1 }] }) })).json()) as { id: string };
    const placed = await fetch(`${stage.api}/api/v1/orders`, { method: "POST", headers: { "content-type": "application/json", "idempotency-key": "all-but-one" }, body: JSON.stringify({ cart: cart.id, email: "c@example.com", payment_method: "pm_card_ok" }) });
    expect(placed.status).toBe(201);
    for (const { page, email } of buyers) {
      await page.reload();
      await expect(page.getByText("1 left")).toBeVisible();
      await page.getByRole("button", { name: /^Add to box/ }).click();
      await expect(page.getByRole("banner").getByRole("link", { name: /Your box: 1 item/ })).toBeVisible();
      await page.goto("/checkout");
      await fillAddress(page);
      await page.getByLabel("E-mail for the receipt").fill(email);
    }
    await Promise.all(buyers.map(({ page }) => page.getByRole("button", { name: /^Pay \$/ }).click()));
    const outcomes = await Promise.all(buyers.map(({ page }) => Promise.race([page.waitForURL(/\/orders\/ord_/).then(() => "bought"), page.getByRole("alert").filter({ hasText: "Someone was faster." }).waitFor().then(() => "told")])));
    expect(outcomes.sort()).toEqual(["bought", "told"]);
    for (const { page } of buyers) await page.context().close();
  });
});

// The address book of an account, and its addresses at the checkout. A person of its own, so that the demo's keeps none.
import type { Page } from "@playwright/test";
import { addFirst, fillAddress } from "./shop";
import { expect, expectAccessible, expectSound, test } from "./test";

test.setTimeout(180_000);

async function register(page: Page, email: string) {
  await page.goto("/register?back=/account/addresses");
  await page.getByLabel("Name").fill("Ada Lindqvist");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill("a-basket-of-plums");
  await page.getByRole("main").getByRole("button", { name: "Make an account" }).click();
  await page.waitForURL(/\/account\/addresses$/);
}

async function add(page: Page, label: string, street: string) {
  const form = page.getByRole("region", { name: "Add an address" });
  await form.getByLabel("What you call it").fill(label);
  await form.getByLabel("Name", { exact: true }).fill("Ada Lindqvist");
  await form.getByLabel("Street", { exact: true }).fill(street);
  await form.getByLabel("City").fill("Madison");
  await form.getByLabel("State").fill("wi");
  await form.getByLabel("ZIP").fill("53703");
  await form.getByRole("button", { name: "Add an address" }).click();
  await expect(page.getByRole("listitem").filter({ hasText: street })).toBeVisible();
}

test("addresses are kept, changed, offered first and removed", async ({ page }) => {
  await register(page, "book@example.com");
  await expectAccessible(page);
  const form = page.getByRole("region", { name: "Add an address" });
  await form.getByRole("button", { name: "Add an address" }).click();
  await expect(form.getByLabel("Name", { exact: true })).toBeFocused();
  await expect(form.getByLabel("ZIP")).toHaveAccessibleDescription("Five digits");
  await add(page, "Home", "1123 Jenifer Street");
  await add(page, "Work", "2 Office Road");
  const home = page.getByRole("listitem").filter({ hasText: "1123 Jenifer Street" });
  const work = page.getByRole("listitem").filter({ hasText: "2 Office Road" });
  await expect(home.getByText("First", { exact: true })).toBeVisible();
  await work.getByText("Change").click();
  await work.getByLabel("City").fill("Verona");
  await work.getByText("Offer this one first").click();
  await work.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("listitem").first()).toContainText("2 Office Road, Verona, WI 53703");
  await expect(home.getByText("First", { exact: true })).toHaveCount(0);
  await expectSound(page);
  await work.getByRole("button", { name: "Remove 2 Office Road, Verona, WI 53703" }).click();
  await expect(work).toHaveCount(0);
  await expect(home.getByText("First", { exact: true })).toBeVisible();
  await page.goto("/account");
  await expect(page.getByRole("region", { name: "Addresses" })).toContainText("1123 Jenifer Street, Madison, WI 53703");
});

test("the checkout offers them, and keeps a new one if asked to", async ({ page }) => {
  await register(page, "checkout-book@example.com");
  await addFirst(page, "/shop?category=root-vegetables&in_stock=1");
  await page.goto("/checkout");
  await page.getByText("Keep this address in my account").click();
  await page.getByLabel("Name", { exact: true }).fill("Ada Lindqvist");
  await page.getByLabel("Street", { exact: true }).fill("1123 Jenifer Street");
  await page.getByLabel("City").fill("Madison");
  await page.getByLabel("State").fill("WI");
  await page.getByLabel("ZIP").fill("53703");
  await page.getByRole("button", { name: "Save and see the total" }).click();
  await expect(page.getByText("Saved, and kept in your account.")).toBeVisible();
  const saved = page.getByRole("radio", { name: /1123 Jenifer Street, Madison, WI 53703/ });
  await expect(saved).toBeChecked();
  await expect(page.getByLabel("Street", { exact: true })).toBeHidden();
  await expectAccessible(page);
  await page.getByText("Another address").click();
  await page.getByLabel("Street", { exact: true }).fill("77 Other Way");
  await page.getByRole("button", { name: "Save and see the total" }).click();
  await expect(page.getByText("Saved. The total counts for this address.")).toBeVisible();
  await expect(page.getByRole("radio", { name: /Another address/ })).toBeChecked();
  await page.reload();
  await expect(page.getByLabel("Street", { exact: true })).toHaveValue("77 Other Way");
  await page.getByText("1123 Jenifer Street").first().click();
  await page.getByRole("button", { name: "Save and see the total" }).click();
  await expect(page.getByText("Saved. The total counts for this address.")).toBeVisible();
  await page.getByRole("button", { name: /^Pay \$/ }).click();
  await page.waitForURL(/\/orders\/ord_/);
});

test("without a script, too; and a guest sees nothing of it", async ({ browser, page }) => {
  await addFirst(page, "/shop?category=honey&in_stock=1");
  await page.goto("/checkout");
  await expect(page.getByText("Keep this address in my account")).toHaveCount(0);
  await fillAddress(page);
  await expect(page.getByText("Your addresses")).toHaveCount(0);
  const context = await browser.newContext({ javaScriptEnabled: false });
  const bare = await context.newPage();
  await register(bare, "bare-book@example.com");
  await bare.getByLabel("Name", { exact: true }).fill("Bo Bare");
  await bare.getByLabel("Street", { exact: true }).fill("5 Plain Path");
  await bare.getByLabel("City").fill("Madison");
  await bare.getByLabel("State").fill("WI");
  await bare.getByLabel("ZIP").fill("53703");
  await bare.getByRole("button", { name: "Add an address" }).click();
  await expect(bare.getByRole("listitem").filter({ hasText: "5 Plain Path" })).toBeVisible();
  await bare.goto("/shop?category=honey&in_stock=1");
  await bare.getByRole("button", { name: /^Add .* to the box$/ }).first().click();
  await bare.goto("/checkout");
  await expect(bare.getByRole("radio", { name: /5 Plain Path/ })).toBeChecked();
  await bare.getByRole("button", { name: "Save and see the total" }).click();
  await expect(bare.getByText("Saved. The total counts for this address.")).toBeVisible();
  await expect(bare.getByRole("button", { name: /^Pay \$/ })).toBeEnabled();
  await context.close();
});

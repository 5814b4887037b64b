import { expect, type Page } from "@playwright/test";

/** A product that is on the shelf, by its place in the list, so that tests do not buy one another's last unit. */
export async function addFirst(page: Page, path: string) {
  await page.goto(path);
  await page.getByRole("button", { name: /^Add .* to the box$/ }).first().click();
  await expect(page.getByRole("banner").getByRole("link", { name: /Your box: \d+ item/ })).toBeVisible();
}

export async function fillAddress(page: Page, said = "Saved. The total counts for this address.", zip = "53703") {
  await page.getByLabel("Name", { exact: true }).fill("Ada Lindqvist");
  await page.getByLabel("Street").fill("1123 Jenifer Street");
  await page.getByLabel("City").fill("Madison");
  await page.getByLabel("State").fill("WI");
  await page.getByLabel("ZIP").fill(zip);
  await page.getByRole("button", { name: "Save and see the total" }).click();
  await expect(page.getByText(said)).toBeVisible();
}

export const demo = {
  shopper: { email: "ada@example.com", password: "try-the-carrots" },
  farmer: { email: "farmer@example.com", password: "grow-the-carrots" },
} as const;

export async function signIn(page: Page, who: { email: string; password: string }, back = "/account") {
  await page.goto(`/sign-in?back=${encodeURIComponent(back)}`);
  await page.getByLabel("E-mail").fill(who.email);
  await page.getByLabel("Password", { exact: true }).fill(who.password);
  await page.getByRole("main").getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL((url) => !url.pathname.endsWith("/sign-in"));
}

import { expect, expectAccessible, test } from "./test";

test("a choice is in the address, Back takes it out, and its count is what is found", async ({ page }) => {
  await page.goto("/shop");
  const fruit = page.getByRole("complementary", { name: "Filter" }).getByLabel(/^Fruit/);
  const count = Number((await fruit.locator("xpath=ancestor::label").innerText()).replace(/\D+/g, ""));
  await fruit.check();
  await expect(page).toHaveURL(/[?&]category=fruit/);
  await expect(page.getByRole("status").filter({ hasText: "items" })).toContainText(String(count));
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Fruit");
  await page.goBack();
  await expect(page).toHaveURL(/\/shop$/);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Everything on sale");
});

test("a chip removes its choice", async ({ page }) => {
  await page.goto("/shop?category=fruit&in_stock=1");
  await page.getByRole("link", { name: "Remove Fruit" }).click();
  await expect(page).toHaveURL(/\/shop\?in_stock=1$/);
});

test("arrows move between boxes, Space ticks", async ({ page }) => {
  await page.goto("/shop");
  const boxes = page.getByRole("complementary", { name: "Filter" }).getByRole("checkbox");
  await boxes.first().focus();
  await page.keyboard.press("ArrowDown");
  await expect(boxes.nth(1)).toBeFocused();
  await page.keyboard.press("Space");
  await expect(page).toHaveURL(/category=/);
});

test("nothing found says what to take out", async ({ page }) => {
  await page.goto("/shop?q=carrots&category=honey");
  await expect(page.getByRole("heading", { name: "Nothing fits all of that" })).toBeVisible();
  await page.getByRole("link", { name: /^Without Category/ }).click();
  await expect(page.getByRole("main").getByRole("heading", { level: 3 }).first()).toBeVisible();
});

test("on a phone the facets are a sheet whose button says how many", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto("/shop?category=fruit");
  const sheet = page.getByRole("complementary", { name: "Filter" });
  await expect(sheet).toBeHidden();
  await page.getByRole("button", { name: "Filter (1)" }).click();
  await expect(sheet.getByRole("button", { name: /^Show \d+ items$/ })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(sheet).toBeHidden();
});

test("more of the list begins where one was, in the language of the page", async ({ page }) => {
  await page.goto("/es/shop");
  await page.getByRole("link", { name: /^Ver \d+ más$/ }).click();
  await expect(page).toHaveURL(/\/es\/shop\?.*#item-13$/);
  const first = page.locator("#item-13");
  await expect(first).toBeInViewport();
  await first.getByRole("link").first().click();
  await expect(page).toHaveURL(/\/es\/products\//);
  await page.goBack();
  await expect(first).toBeInViewport();
});

test("the search suggests while one writes: products, farms and categories, by keyboard and without a mistake", async ({ page }) => {
  await page.goto("/");
  const field = page.getByRole("banner").locator("#search");
  await field.focus();
  await field.pressSequentially("carr", { delay: 30 });
  const list = page.getByRole("listbox", { name: "Suggestions" });
  await expect(list).toBeVisible();
  await expect(field).toHaveAttribute("aria-expanded", "true");
  await expectAccessible(page);
  await field.press("ArrowDown");
  const first = list.getByRole("option", { selected: true });
  await expect(first).toHaveCount(1);
  expect(await field.getAttribute("aria-activedescendant")).toBe(await first.getAttribute("id"));
  await field.press("Escape");
  await expect(list).toBeHidden();
  await field.press("Enter");
  await page.waitForURL(/\/shop\?q=carr/);

  await field.fill("");
  await field.pressSequentially("rainbow carr", { delay: 30 });
  await list.getByRole("option", { name: /Rainbow carrots/i }).first().click();
  await page.waitForURL(/\/products\/rainbow-carrots/);
  await field.fill("");
  await field.pressSequentially("carots", { delay: 30 });
  await expect(list.getByRole("option").first(), "a letter is missing").toBeVisible();
});

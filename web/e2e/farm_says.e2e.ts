// What a farm enters on its desk, read by a shopper. A stage of its own: the farm's products and days are changed.
import { admin, caller, farmer, ownStage, signIn } from "./desk_support";
import { addFirst, fillAddress } from "./shop";
import { expect, expectAccessible, expectSound, test } from "./test";

interface Product {
  id: string;
  slug: string;
  title: string;
  variants: { sku: string; title: string; unit: string; price: { amount: number; currency: string } }[];
}

test.describe("what a farm says", () => {
  ownStage();

  const usd = (amount: number) => ({ amount, currency: "USD" });
  const products = async () => (await (await caller(farmer)).call<{ items: Product[] }>("GET", "/farms/mine/products")).items;
  const kale = async () => {
    const found = (await products()).find(({ slug }) => slug === "lacinato-kale");
    if (!found) throw new Error("the demo has no kale");
    return found;
  };

  test("of its product: how to prepare it, and allergens in the language of the page; none is not the same as nothing said", async ({ page }) => {
    const farm = await caller(farmer);
    const one = await kale();
    await farm.call("PATCH", `/products/${one.id}`, { handling: "Rinse it twice, it was not washed.", allergens: ["celery", "tree_nuts"] });
    const fact = (name: string) => page.getByRole("term").filter({ hasText: new RegExp(`^${name}$`) }).locator("xpath=following-sibling::dd");
    await page.goto(`/products/${one.slug}`);
    await expect(fact("Preparing")).toHaveText("Rinse it twice, it was not washed.");
    await expect(fact("Allergens")).toHaveText("Tree nuts, Celery");
    await page.goto(`/es/products/${one.slug}`);
    await expect(fact("Alérgenos")).toHaveText("Frutos secos, Apio");

    await farm.call("PATCH", `/products/${one.id}`, { allergens: [] });
    await page.goto(`/products/${one.slug}`);
    await expect(fact("Allergens")).toHaveText("None, says the farm");

    const mine = await farm.call<{ fields: { id: string }[] }>("GET", "/farms/mine");
    const silent = await farm.call<Product>("POST", "/products", {
      title: "Winter purslane", category: "leafy-greens", description: "Sown in September, cut to order.", field: mine.fields[0]?.id, harvest: { date: new Date(Date.now() - 7 * 86_400_000).toISOString().slice(0, 10) },
      certificate: { claim: "none_claimed" }, storage_class: "chilled", variants: [{ title: "1 bunch", unit: "bunch", price: usd(400) }],
    });
    await farm.call("POST", `/products/${silent.id}/publish`);
    await page.goto(`/products/${silent.slug}`);
    await expect(fact("Allergens")).toHaveText("The farm has not said. Ask before you eat it.");
    await expect(page.getByRole("term").filter({ hasText: "Preparing" })).toHaveCount(0);
    await expectAccessible(page);
  });

  test("of a sale: both prices in the list and on the page, to its last day where the farm is, and not before it begins", async ({ page }) => {
    const farm = await caller(farmer);
    const one = await kale();
    const day_ms = 86_400_000;
    const price = one.variants[0]?.price.amount ?? 0;
    const sale = async (from: number, to: number) => farm.call("PATCH", `/products/${one.id}`, {
      variants: [{ ...one.variants[0], sale: { price: usd(price - 50), from: new Date(from).toISOString(), to: new Date(to).toISOString() } }, { title: "5 bunches", unit: "bunch", pack: 5, price: usd(5 * price) }],
    });
    const card = page.getByRole("listitem").filter({ has: page.getByRole("link", { name: one.title, exact: true }) });
    const regularly = `regularly $${(price / 100).toFixed(2)}`;
    await farm.call("PATCH", "/farms/mine", { time_zone: "America/New_York" });
    // Two in the morning in Greenwich: still the evening before in New York.
    const end = new Date(Date.now() + 9 * day_ms);
    end.setUTCHours(2, 0, 0, 0);
    const last = new Intl.DateTimeFormat("en-US", { month: "short", day: "numeric", timeZone: "America/New_York" }).format(end);

    await sale(Date.now() - day_ms, end.getTime());
    await page.goto("/shop?q=kale");
    await expect(card).toContainText(`On sale to ${last}, ${regularly}`);
    await expect(card).toContainText(`$${((price - 50) / 100).toFixed(2)}`);
    await expect(card).toContainText("1 more size");
    await expectAccessible(page);
    await page.goto(`/products/${one.slug}`);
    await expect(page.getByText(new RegExp(`Sale until ${last}, \\d{4}\\. R${regularly.slice(1).replace(/[$.]/g, "\\$&")}`))).toBeVisible();
    await expect(page.getByRole("radio", { name: new RegExp(regularly.replace(/[$.]/g, "\\$&")) })).toHaveCount(1);

    await sale(Date.now() + day_ms, Date.now() + 9 * day_ms);
    await page.goto(`/products/${one.slug}`);
    await expect(page.getByRole("heading", { level: 1, name: one.title })).toBeVisible();
    await expect(page.getByText(/Sale until|egularly/)).toHaveCount(0);
  });

  // Around the farm in Lovettsville, five miles wide; the door of the buyer is two miles from it, the far one in Leesburg.
  const centre = { latitude: 39.2721, longitude: -77.6369 };
  const door = "39.28, -77.67";
  const far = "39.1157, -77.5636";
  async function deliverByDistance() {
    const farm = await caller(farmer);
    const plan = await farm.call<{ zones: { id: number }[]; weekly: { id: number }[] }>("GET", "/farms/mine/delivery");
    for (const { id } of plan.weekly) await farm.call("DELETE", `/farms/mine/delivery/weekly-windows/${id}`);
    for (const { id } of plan.zones) await farm.call("DELETE", `/farms/mine/delivery/zones/${id}`);
    await farm.call("POST", "/farms/mine/delivery/zones", { name: "Around us", circle: { centre, radius_m: 8_000 }, fee: usd(450) });
    for (const day of ["tuesday", "friday"]) await farm.call("POST", "/farms/mine/delivery/weekly-windows", { day, method: "delivery", from: "16:00", to: "19:00", places: 20 });
  }

  test.describe("of a circle around it", () => {
    test.beforeAll(deliverByDistance);

    test("is bought from a door inside, which the device knows, and from no other", async ({ page, context }) => {
      await addFirst(page, "/shop?q=kale");
      await page.goto("/checkout");
      await expect(page.getByText("It delivers by distance. Say below where your door is, and its days stand here.")).toBeVisible();
      await expectSound(page);
      const field = page.getByLabel("Position of your door");
      await field.fill("53703");
      await fillAddress(page, "Two numbers of degrees, like 43.0766, -89.3641, or nothing");
      await expect(field).toBeFocused();

      await field.fill(far);
      await page.getByRole("button", { name: "Save and see the total" }).click();
      await expect(page.getByText("It does not deliver to 53703 by itself.")).toBeVisible();

      await context.grantPermissions(["geolocation"]);
      await context.setGeolocation({ latitude: 39.280004, longitude: -77.669996, accuracy: 2_000 });
      await page.getByRole("button", { name: "Use my place" }).click();
      await expect(page.getByText("Your device knows where it is only to a quarter of a mile or worse.")).toBeVisible();
      await expect(field).toHaveValue(far);
      await context.setGeolocation({ latitude: 39.280004, longitude: -77.669996, accuracy: 20 });
      await page.getByRole("button", { name: "Use my place" }).click();
      await expect(field).toHaveValue(door);
      await page.getByRole("button", { name: "Save and see the total" }).click();
      await page.getByRole("radio", { name: /4 PM – 7 PM, \$4\.50/ }).first().check();
      await page.getByRole("button", { name: "Save and see the total" }).click();
      await expect(page.getByRole("main").getByText("Millbrook Hollow Farm: $4.50")).toBeVisible();
      await page.getByLabel("E-mail for the receipt").fill("ada@example.com");
      await page.getByRole("button", { name: /^Pay / }).click();
      await page.waitForURL(/\/orders\//);
      const placed = await (await caller(farmer)).call<{ items: { delivery: { address: { point: object } } }[] }>("GET", "/farms/mine/orders?limit=1");
      expect(placed.items[0]?.delivery.address.point).toEqual({ latitude: 39.28, longitude: -77.67 });
    });

    test("goes without a script too; with another address the position is off", async ({ browser, baseURL }) => {
      const context = await browser.newContext({ javaScriptEnabled: false, baseURL });
      const page = await context.newPage();
      await addFirst(page, "/shop?q=kale");
      await page.goto("/checkout");
      await expect(page.getByRole("button", { name: "Use my place" })).toBeHidden();
      await page.getByLabel("Position of your door").fill(door);
      await fillAddress(page);
      await page.getByRole("radio", { name: /4 PM – 7 PM, \$4\.50/ }).first().check();
      await page.getByRole("button", { name: "Save and see the total" }).click();
      await expect(page.getByLabel("Position of your door")).toHaveValue(door);
      await page.getByLabel("Street").fill("7 Elm Street");
      await page.getByRole("button", { name: "Save and see the total" }).click();
      await expect(page.getByText("The position was that of the address before, so it is off now.")).toBeVisible();
      await expect(page.getByLabel("Position of your door")).toHaveValue("");
      await context.close();
    });
  });

  test("of a date: other hours, entered without a script, stand on its page; what comes to an error says so", async ({ browser, baseURL, page }) => {
    const context = await browser.newContext({ javaScriptEnabled: false, baseURL });
    await signIn(context, farmer);
    const desk = await context.newPage();
    const days = [30, 31].map((n) => new Date(Date.now() + n * 86_400_000).toISOString().slice(0, 10));
    const times = desk.getByRole("form", { name: "Opening times" });
    const row = (n: number) => times.getByRole("group", { name: "Another date" }).nth(n);
    await desk.goto("/farm/profile");
    await row(0).getByLabel("Another date").fill(days[0] ?? "");
    await row(0).getByLabel("Opens").fill("18:00");
    await times.getByRole("button", { name: "Save" }).click();
    await expect(times.getByText("This is needed.")).toBeVisible();
    await row(0).getByLabel("Another date").fill(days[0] ?? "");
    await row(0).getByLabel("Note").fill("We sleep in");
    await row(1).getByLabel("Another date").fill(days[1] ?? "");
    await row(1).getByLabel("Opens").fill("18:00");
    await row(1).getByLabel("Closes").fill("20:00");
    await times.getByRole("button", { name: "Save" }).click();
    await expect(times.getByRole("group", { name: /^\w{3} \d+, \d{4}$/ })).toHaveCount(2);
    await context.close();

    await page.goto("/farms/millbrook-hollow-farm");
    const fact = page.getByRole("term").filter({ hasText: "Other hours" }).locator("xpath=following-sibling::dd");
    await expect(fact).toHaveText(/^\w{3} \d+, \d{4}: closed \(We sleep in\)\w{3} \d+, \d{4}: 18:00–20:00$/);
    await expectAccessible(page);
  });

  test("of a weight: its fees are entered as steps, and the checkout names their range", async ({ page, context }) => {
    await signIn(context, farmer);
    await page.goto("/farm/delivery");
    await page.getByRole("button", { name: "Add a zone" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Name of the zone").fill("Leesburg by weight");
    await dialog.getByRole("textbox", { name: "ZIP codes" }).fill("20175");
    await dialog.getByLabel("Fee").fill("4.00");
    await dialog.getByLabel("Step 1, up to").fill("40");
    await dialog.getByLabel("Step 1, costs").fill("9.00");
    await dialog.getByLabel("Step 2, up to").fill("10");
    await dialog.getByRole("button", { name: "Add a zone" }).click();
    await expect(dialog.getByLabel("Step 2, costs")).toBeFocused();
    await dialog.getByLabel("Step 2, costs").fill("3.00");
    await dialog.getByRole("button", { name: "Add a zone" }).click();
    const zones = page.getByRole("region", { name: "Zones" });
    await expect(zones).toContainText("$3.00 up to 10 lb, $9.00 up to 40 lb");
    await zones.getByRole("button", { name: "Edit Leesburg by weight" }).click();
    await expect(dialog.getByLabel("Step 2, up to")).toHaveValue("40");
    await expectSound(page);

    const farm = await caller(farmer);
    await farm.call("POST", "/farms/mine/delivery/weekly-windows", { day: "monday", method: "delivery", from: "08:00", to: "09:00", places: 20 });
    await context.clearCookies();
    await addFirst(page, "/shop?q=kale");
    await page.goto("/checkout");
    await fillAddress(page, undefined, "20175");
    await expect(page.getByRole("radio", { name: "8 AM – 9 AM, $3.00 to $9.00 by weight" }).first()).toBeVisible();
  });

  test("is what it hears too: why it is paused", async ({ page, context }) => {
    const farm = await (await caller(farmer)).call<{ id: string }>("GET", "/farms/mine");
    const shop = await caller(admin);
    await shop.call("POST", `/farms/${farm.id}/pause`, { reason: "The visit of the certifier is due." });
    await signIn(context, farmer);
    for (const path of ["/farm", "/farm/application"]) {
      await page.goto(path);
      await expect(page.getByText("The visit of the certifier is due.")).toBeVisible();
    }
    await expectAccessible(page);
    await shop.call("POST", `/farms/${farm.id}/resume`);
  });
});

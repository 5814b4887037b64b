import { expect, expectAccessible, test } from "./test";

const words = {
  en: { title: "This path ends at a hedge", scan: "Scan a label", home: "Home", prefix: "" },
  es: { title: "Este camino acaba en un seto", scan: "Escanear una etiqueta", home: "Inicio", prefix: "/es" },
} as const;
const missing = { address: "/nowhere", "address with folders": "/no/such/page", product: "/products/nothing", farm: "/farms/nothing" };

test.describe("without a script", () => {
  test.use({ javaScriptEnabled: false });
  for (const [locale, { title, scan, home, prefix }] of Object.entries(words)) {
    for (const [what, path] of Object.entries(missing)) {
      test(`an unknown ${what} is a whole page of status 404 in "${locale}"`, async ({ page }) => {
        const answer = await page.goto(prefix + path);
        expect(answer?.status()).toBe(404);
        await expect(page.locator("html")).toHaveAttribute("lang", locale);
        await expect(page).toHaveTitle(new RegExp(`^${title}`));
        await expect(page.locator('meta[name="robots"]')).toHaveAttribute("content", "noindex");
        const main = page.getByRole("main");
        await expect(main.getByRole("heading", { level: 1, name: title })).toBeVisible();
        await expect(main.getByRole("link", { name: scan })).toHaveAttribute("href", `${prefix}/scan`);
        await expect(page.getByRole("contentinfo")).toBeVisible();
        expect(answer?.headers()["cache-control"]).toContain("no-store");
        await main.getByRole("link", { name: home }).click();
        await expect(page).toHaveURL(new RegExp(`${prefix || "/"}$`));
      });
    }
  }

  test("the search of a page that is not there leads on", async ({ page }) => {
    await page.goto("/products/nothing");
    await page.getByRole("searchbox").fill("honey");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { level: 1 })).toContainText("honey");
  });
});

test("axe finds nothing in what the server sends of a page that is not there", async ({ context }) => {
  // axe needs a browser with scripts; those of the page are kept from it, so nothing of it will ever be React's.
  const page = await context.newPage();
  await page.route(/\/_next\/static\/.*\.js$/, (route) => route.abort());
  for (const { title, prefix } of Object.values(words)) {
    for (const path of Object.values(missing)) {
      await page.goto(prefix + path);
      await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
      await expectAccessible(page);
    }
  }
});

test("nobody makes a page missing by a header", async ({ request }) => {
  const claimed = await request.get("/products/rainbow-carrots", { headers: { "x-gh-missing": "1" } });
  expect(claimed.status()).toBe(200);
});

import { caller, farmer, order } from "./desk_support";
import { expect, expectAccessible, expectSound, test } from "./test";
import { admin, signIn, towerPages } from "./tower_pages";

// Through the API: what other people did before the admin looks. Sign-in itself is tested with its page.
const api = () => process.env.GH_API ?? process.env.GH_ADDRESS ?? "";
test.describe.configure({ timeout: 60_000 });

async function post<T>(path: string, body: unknown, token?: string, headers: Record<string, string> = {}): Promise<T> {
  const response = await fetch(`${api()}${path}`, { method: "POST", headers: { "content-type": "application/json", ...(token ? { authorization: `Bearer ${token}` } : {}), ...headers }, body: JSON.stringify(body) });
  const text = await response.text();
  expect(response.ok, `${path}: ${response.status} ${text}`).toBe(true);
  return JSON.parse(text) as T;
}
async function get<T>(path: string, token: string): Promise<T> {
  const response = await fetch(`${api()}${path}`, { headers: { authorization: `Bearer ${token}` } });
  expect(response.ok, `${path}: ${response.status}`).toBe(true);
  return (await response.json()) as T;
}
const tokenOf = async (person: { email: string; password: string }) => (await post<{ access_token: string }>("/api/v1/auth/login", person)).access_token;

let made = 0;
/** Somebody new applies with a farm, an identity paper and a certificate. */
async function application(): Promise<{ name: string; slug: string; id: string; email: string; token: string }> {
  const mark = `${Date.now().toString(36)}${made++}`;
  const email = `apply-${mark}@example.com`;
  const { access_token: token } = await post<{ access_token: string }>("/api/v1/auth/register", { email, password: "grow-many-beets-9", name: "Nia Field" });
  const name = `Quiet Creek ${mark}`;
  const farm = await post<{ id: string; slug: string }>("/api/v1/farms", { name, contact_email: email, street: "1 Creek Rd", city: "Viroqua", state: "WI", zip: "54665", location: { latitude: 43.55, longitude: -90.88 }, story: "Greens by the creek." }, token);
  await post("/api/v1/farms/mine/documents", { kind: "identity", name: "Driving licence", url: "https://papers.example.com/licence.pdf" }, token);
  await post("/api/v1/farms/mine/certifications", { scheme: "usda_nop", certifier: "Midwest Organic", number: `COC-${mark}`, valid_from: "2026-06-01", valid_to: "2027-05-31", scopes: ["crops"] }, token);
  return { name, slug: farm.slug, id: farm.id, email, token };
}

interface Order { id: string; status: string; complaints: { id: string }[]; lines: { sku: string; farm: string; left: number; lots: { lot: string; quantity: number }[] }[] }

/** A customer of the demo complains about an order that was delivered. */
async function complaint(customer: number): Promise<{ order: string; email: string; text: string }> {
  const email = `customer-${customer}@example.com`;
  const token = await tokenOf({ email, password: "try-the-carrots" });
  const { items } = await get<{ items: Order[] }>("/api/v1/orders?limit=50", token);
  const order = items.find((one) => one.status === "delivered" && one.complaints.length === 0);
  const line = order?.lines.find((one) => one.left > 0);
  if (!order || !line) throw new Error(`${email} has no delivered order to complain about`);
  const text = `Half of it was soft (${Date.now()}).`;
  await post(`/api/v1/orders/${order.id}/complaints`, { lines: [{ sku: line.sku, quantity: 1 }], reason: "spoiled", text }, token, { "idempotency-key": `c-${order.id}` });
  return { order: order.id, email, text };
}

test("an admin verifies a farm that applied, and finds it in the audit trail", async ({ page }) => {
  const farm = await application();
  await signIn(page, admin);
  await page.goto("/tower");
  await expect(page.getByRole("heading", { level: 1, name: "The shop now" })).toBeVisible();
  await page.getByRole("link", { name: "Farms", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Farms" })).toBeVisible();
  await page.getByRole("link", { name: farm.name }).click();
  await expect(page.getByRole("heading", { level: 1, name: farm.name })).toBeVisible();
  await expect(page.getByRole("link", { name: "Driving licence" })).toHaveAttribute("href", "https://papers.example.com/licence.pdf");
  await page.getByRole("button", { name: "It is what it says" }).click();
  await expect(page.locator("#certificates").getByText("Valid", { exact: true }).first()).toBeVisible();
  await page.getByRole("button", { name: "Verify farm" }).click();
  await expect(page.getByText("The farm may sell.")).toBeVisible();
  const mine = await get<{ status: string; certifications: { status: string }[] }>("/api/v1/farms/mine", await tokenOf({ email: farm.email, password: "grow-many-beets-9" }));
  expect(mine.status).toBe("verified");
  expect(mine.certifications[0]?.status).toBe("valid");
  await page.getByRole("link", { name: "Its audit trail" }).click();
  const entry = page.getByRole("listitem").filter({ hasText: "verifyFarm" }).first();
  await entry.locator("summary").click();
  const row = entry.getByRole("row", { name: /^status/ });
  await expect(row).toContainText("applied");
  await expect(row).toContainText("verified");
});

test("the tower sees where and when a farm delivers, and what is booked", async ({ page }) => {
  const token = await tokenOf(farmer);
  const farm = await get<{ id: string; slug: string }>("/api/v1/farms/mine", token);
  const plan = await get<{ zones: { name: string }[]; weekly: unknown[] }>(`/api/v1/admin/farms/${farm.id}/delivery`, await tokenOf(admin));
  const { items } = await get<{ items: { taken: number; places: number }[] }>(`/api/v1/admin/farms/${farm.id}/delivery/windows?from=${encodeURIComponent(new Date().toISOString())}&limit=8`, await tokenOf(admin));
  await signIn(page, admin);
  await page.goto(`/tower/farms/${farm.slug}`);
  const part = page.locator("#delivery");
  const of = (name: string) => part.getByRole("region", { name }).getByRole("listitem");
  await expect(of("Zones")).toHaveCount(plan.zones.length);
  await expect(of("Zones").first()).toContainText(plan.zones[0]?.name ?? "a zone");
  await expect(of("Weekly windows")).toHaveCount(plan.weekly.length);
  await expect(of("Windows to come")).toHaveCount(items.length);
  await expect(of("Windows to come").first()).toContainText(`${items[0]?.taken} of ${items[0]?.places} taken`);
  await expectSound(page);
});

test("a rejection needs a reason: the error stands at the field, and the owner reads the reason", async ({ page }) => {
  const farm = await application();
  await signIn(page, admin);
  await page.goto(`/tower/farms/${farm.slug}`);
  await page.locator("summary", { hasText: "Reject…" }).click();
  await page.getByRole("button", { name: "Reject application" }).click();
  const reason = page.getByRole("textbox", { name: "Reason" });
  await expect(reason).toBeFocused();
  await expect(reason).toHaveAccessibleDescription("This is needed.");
  await expectAccessible(page);
  await reason.fill("The lease names another farm.");
  await page.getByRole("button", { name: "Reject application" }).click();
  await expect(page.getByText("Rejected: The lease names another farm.")).toBeVisible();
  const mine = await get<{ status: string; reject_reason: string }>("/api/v1/farms/mine", farm.token);
  expect(mine).toMatchObject({ status: "rejected", reject_reason: "The lease names another farm." });
});

test("a complaint is decided with money, and the decision is in the audit trail", async ({ page }) => {
  const { order, text } = await complaint(2);
  await signIn(page, admin);
  await page.goto("/tower/complaints");
  const article = page.getByRole("article").filter({ hasText: text });
  await expect(article.getByRole("combobox", { name: "Decision" })).toHaveValue("refund");
  await article.getByRole("button", { name: "Decide" }).click();
  await expect(article.getByRole("textbox", { name: "To the buyer" })).toBeFocused();
  await article.getByRole("textbox", { name: "To the buyer" }).fill("Sorry. One pack is refunded.");
  await article.getByRole("button", { name: "Decide" }).click();
  await expect(article).toHaveCount(0);
  await page.goto(`/tower/orders/${order}`);
  await expect(page.getByRole("article")).toContainText("Sorry. One pack is refunded.");
  await expect(page.getByRole("table", { name: "Refunds" })).toContainText("Complaint");
  await expect(page.getByText("Complaint decided")).toBeVisible();
  await page.goto(`/tower/audit?subject=${order}`);
  await expect(page.getByText("decideComplaint").first()).toBeVisible();
});

test("bulk work: ticked farms are verified row by row, what cannot be is a row error", async ({ page }) => {
  const farms = [await application(), await application()];
  await signIn(page, admin);
  await page.goto("/tower/farms");
  for (const farm of farms) await page.getByRole("checkbox", { name: `Tick ${farm.name}` }).check();
  // One of them is decided elsewhere in the meantime: its row is an error.
  const token = await tokenOf(admin);
  await post(`/api/v1/farms/${farms[1]?.id}/reject`, { reason: "Sent twice." }, token);
  await page.getByRole("button", { name: "Start" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Verify farms" })).toBeVisible();
  await expect(page.getByText("2 of 2 rows")).toBeVisible();
  await expect(page.getByRole("table", { name: "Row errors" })).toContainText("illegal_farm_transition");
  await expectAccessible(page);
});

test("a recall: trace first, then a second screen that takes the lot off sale and stops boxes", async ({ page }) => {
  // A lot of its own that is sold before the others: one box paid, one not paid yet, and a part split off afterwards.
  interface Lot { id: string; lot_code: string; field: string; harvested: string; best_before: string; status: string }
  interface Stock { sku: string; available: number; lots: Lot[] }
  const desk = await caller(farmer);
  const shelf = (await desk.call<{ items: Stock[] }>("GET", "/inventory?limit=100")).items.find((item) => item.available > 20 && item.lots[0]?.status === "sellable");
  const like = shelf?.lots[0];
  if (!shelf || !like) throw new Error("the demo farm has nothing on the shelf");
  const { sku } = shelf;
  const code = `R-${Date.now().toString(36)}`.toUpperCase();
  const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
  await desk.call("POST", `/inventory/${sku}/lots`, { lot_code: code, harvested: like.harvested, best_before: [day(3), like.best_before].sort()[0], field: like.field, quantity: 10 });
  const lots = async () => (await desk.call<{ items: Stock[] }>("GET", "/inventory?limit=100")).items.find((item) => item.sku === sku)?.lots ?? [];
  const lot = (await lots()).find((one) => one.lot_code === code);
  if (!lot) throw new Error("the new lot is not there");
  const [paid, unpaid] = [await order(sku, 2), await order(sku, 1, "Omar Vega", "pm_card_second_step")];
  await desk.call("POST", `/inventory/${sku}/lots/${lot.id}/split`, { lot_code: `${code}-B`, quantity: 1 });
  // One line of several lots: the seven that are left, and two of others that are not recalled with it.
  const mixed = await order(sku, 9, "Lena Ortiz");
  const token = await tokenOf(admin);
  const line = async (id: string) => (await get<Order>(`/api/v1/orders/${id}`, token)).lines[0];
  expect((await line(paid.id))?.lots).toEqual([{ lot: lot.id, quantity: 2 }]);

  await signIn(page, admin);
  await page.goto(`/tower/recall/${sku}/${lot.id}`);
  await expect(page.getByRole("table", { name: "Lots" }).getByRole("row", { name: new RegExp(`${code}-B`) })).toContainText("split from it");
  const boxes = page.getByRole("table", { name: "Boxes" });
  await expect(boxes.getByRole("row", { name: new RegExp(paid.id.slice(-8)) })).toContainText("Can be stopped");
  await expect(boxes.getByRole("row", { name: new RegExp(unpaid.id.slice(-8)) })).toContainText("Not paid yet");
  await page.getByRole("link", { name: "Start recall…" }).click();
  const red = page.getByRole("button", { name: "Recall the lot" });
  await red.click();
  await expect(page.getByRole("textbox", { name: "Reason" })).toBeFocused();
  expect((await lots()).find((one) => one.id === lot.id)?.status).toBe("sellable");
  await page.getByRole("textbox", { name: "Reason" }).fill("Glass found in a crate.");
  await page.getByRole("textbox", { name: `Type the lot code: ${code}` }).fill(code);
  await page.getByRole("checkbox", { name: "I have read the list of 3 boxes." }).check();
  await expectAccessible(page);
  await red.click();
  await expect(page.getByText("2 boxes were stopped and refunded.")).toBeVisible();
  for (const one of [paid, mixed]) await expect(boxes.getByRole("row", { name: new RegExp(one.id.slice(-8)) })).toContainText("Taken back");
  // What is left of the line is of other lots: nothing is offered a second time.
  await expect(page.getByText("no box is left that could be stopped")).toBeVisible();
  await expect(page.getByRole("link", { name: /Recall again|Start recall/ })).toHaveCount(0);
  expect((await lots()).filter((one) => one.lot_code.startsWith(code)).map((one) => one.status)).toEqual(["recalled", "recalled"]);
  expect((await lots()).find((one) => one.id === like.id)?.status).toBe("sellable");
  // Whoever reads the code off a crate tomorrow finds both, and sees that they are recalled.
  await page.goto(`/tower/recall?q=${code.toLowerCase().replace("-", "%20")}`);
  await expect(page.getByRole("table", { name: "Lots" }).getByRole("row", { name: new RegExp(code) })).toContainText(["Recalled", "Recalled"]);
  expect((await line(paid.id))?.left).toBe(0);
  expect((await line(unpaid.id))?.left).toBe(1);
  const shares = (await line(mixed.id))?.lots ?? [];
  const recalled = new Set((await lots()).filter((one) => one.status === "recalled").map((one) => one.id));
  const other = shares.filter((share) => !recalled.has(share.lot)).reduce((sum, share) => sum + share.quantity, 0);
  expect([shares.length > 1, other > 0, (await line(mixed.id))?.left]).toEqual([true, true, other]);
  const { refunds } = await get<{ refunds: { text: string }[] }>(`/api/v1/orders/${mixed.id}`, token);
  expect(refunds.length, "one refund a lot").toBe(shares.length - shares.filter((share) => !recalled.has(share.lot)).length);
  for (const refund of refunds) expect(refund.text).toMatch(new RegExp(`^Recall of lot ${code}(-B)?, .*: Glass found in a crate\\.$`));
  const mark = (await desk.call<{ items: { lot?: string; reason?: string }[] }>("GET", `/inventory/${sku}/movements?limit=100`)).items.find((one) => one.lot === lot.id && one.reason?.includes("Glass"));
  expect(mark?.reason, "the farm's book of the lot").toBe("Glass found in a crate.");
});

test("a lot is found by its id, and by its code", async ({ page }) => {
  const token = await tokenOf(admin);
  const { items } = await get<{ items: Order[] }>("/api/v1/admin/orders?limit=100", token);
  const lot = items.flatMap((one) => one.lines).flatMap((one) => one.lots)[0]?.lot;
  await signIn(page, admin);
  await page.goto(`/tower/recall?q=${lot}`);
  await page.getByRole("table", { name: "Lots" }).getByRole("link").first().click();
  await expect(page.getByRole("table", { name: "Boxes" })).toBeVisible();
  await expect(page.getByText(lot ?? "no lot")).toBeVisible();
  const product = await get<{ variants: { lots: { lot_code: string }[] }[] }>("/api/v1/products/rainbow-carrots", token);
  const code = product.variants[0]?.lots[0]?.lot_code ?? "";
  await page.goto(`/tower/recall?q=${code}`);
  await expect(page.getByRole("table", { name: "Lots" })).toContainText(code);
  await page.goto("/tower/recall?q=rainbow%20carrots");
  await expect(page.getByRole("table", { name: "Lots" })).toContainText(code);
  await page.goto("/tower/recall?q=no-such-lot");
  await expect(page.getByText("No lot found")).toBeVisible();
});

test("roles, coupons, mail texts and categories are changed where they stand", async ({ page }) => {
  const farm = await application();
  await signIn(page, admin);
  await page.goto(`/tower/users?email=${encodeURIComponent(farm.email)}`);
  await page.getByRole("link", { name: "Nia Field" }).click();
  await page.getByRole("combobox", { name: "Role" }).selectOption("admin");
  await page.getByRole("button", { name: "Change role" }).click();
  await expect(page.getByText("The role is changed.").first()).toBeVisible();
  await page.goto("/tower/shop/new");
  await page.getByRole("textbox", { name: "Code" }).fill(`T-${Date.now().toString(36)}`.toUpperCase());
  await page.getByRole("button", { name: "Make coupon" }).click();
  await expect(page.getByRole("textbox", { name: "Takes off" })).toHaveAccessibleDescription("This cannot be read.");
  await page.getByRole("textbox", { name: "Takes off" }).fill("12.5");
  await page.getByRole("button", { name: "Make coupon" }).click();
  await expect(page.getByText("12.5%")).toBeVisible();
  await page.getByRole("button", { name: "Pause" }).click();
  await expect(page.getByRole("button", { name: "Resume" })).toBeVisible();
  await page.goto("/tower/shop/mails/farmers.farm_verified?language=en");
  await page.getByRole("textbox", { name: "Subject" }).fill("{farm_name} may sell now");
  await page.getByRole("button", { name: "Show as mail" }).click();
  await expect(page.getByText(/ may sell now$/)).toBeVisible();
  await page.getByRole("textbox", { name: "Text" }).fill("Hello {nobody}");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("A placeholder is unknown or a part is not closed.")).toBeVisible();
  await page.goto("/tower/shop/categories");
  await page.locator("#new").getByRole("textbox", { name: "Name" }).fill(`Sprouts ${Date.now()}`);
  await page.getByRole("button", { name: "Make category" }).click();
  await expect(page.getByText("Saved.").first()).toBeVisible();
});

test("nobody but an admin: 404 for a customer, the sign-in for a guest", async ({ page, context }) => {
  await signIn(page, { email: "customer-1@example.com", password: "try-the-carrots" });
  for (const path of ["/tower", "/tower/orders", "/tower/audit", "/es/tower/users"]) expect((await page.goto(path))?.status(), path).toBe(404);
  await context.clearCookies();
  const answer = await page.request.get("/tower", { maxRedirects: 0 });
  expect(answer.status()).toBe(307);
  expect(answer.headers().location).toContain("/sign-in?back=%2Ftower");
});

for (const [name, path] of towerPages) {
  test(`${name}: axe finds nothing in either theme, and it fits 320 px`, async ({ page }) => {
    await signIn(page, admin);
    await page.goto(path);
    await expect(page.getByRole("main").getByRole("heading", { level: 1 })).toBeVisible();
    await expectSound(page);
  });
}

test("one farm, one order, one person: axe finds nothing in either theme, and they fit 320 px", async ({ page }) => {
  test.setTimeout(120_000);
  const farm = await application();
  const token = await tokenOf(admin);
  const { items } = await get<{ items: { id: string; buyer: string; lines: Order["lines"] }[] }>("/api/v1/admin/orders?limit=20", token);
  const order = items.find((one) => one.buyer && one.lines[0]?.lots.length);
  const line = order?.lines[0];
  await signIn(page, admin);
  for (const path of [`/tower/farms/${farm.slug}`, `/tower/orders/${order?.id}`, `/tower/users/${order?.buyer}`, `/tower/recall/${line?.sku}/${line?.lots[0]?.lot}`, `/tower/recall/${line?.sku}/${line?.lots[0]?.lot}/confirm`]) {
    expect((await page.goto(path))?.status(), path).toBe(200);
    await expectSound(page);
  }
});

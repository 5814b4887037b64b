// The counts of a stock take without a network, on a stage of its own: kept on the device, sent when it is back, each once.
import { caller, farmer, ownStage, signIn } from "./desk_support";
import { expect, expectAccessible, test } from "./test";

interface Take { id: string; status: string; lines: { lot: string; lot_code: string; sku: string; expected: number; counted?: number; counted_at?: string }[] }

test.describe("counting without a network", () => {
  test.setTimeout(180_000);
  const stage = ownStage();

  test("three counts wait, survive the page, and are sent once when the network is back; what is refused says so at its number", async ({ page, context }) => {
    const desk = await caller(farmer);
    await signIn(context, farmer);
    const take = await desk.call<Take>("POST", "/stock-takes", {});
    const lines = take.lines.slice(0, 3);
    expect(lines).toHaveLength(3);
    const now = () => desk.call<Take>("GET", `/stock-takes/${take.id}`);
    const countedOf = (one: Take) => lines.map(({ lot }) => one.lines.find((line) => line.lot === lot)?.counted);
    const box = (code: string) => page.getByRole("textbox", { name: new RegExp(`lot ${code}$`) });
    const taken: string[] = [];
    page.on("response", (response) => { if (response.request().method() === "PUT" && response.url().includes("/counts") && response.ok()) taken.push(response.request().postData() ?? ""); });

    await page.goto(`${stage().address}/farm/stock/takes/${take.id}`);
    await expect(page.getByRole("heading", { level: 1, name: "Stock take" })).toBeVisible();
    await context.setOffline(true);
    const typed = Date.now();
    for (const [i, line] of lines.entries()) await box(line.lot_code).fill(String(i + 1));
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page.getByText("3 counts wait for the network.")).toBeVisible();
    await expect(box(lines[0]?.lot_code ?? "")).toHaveAccessibleDescription("Waits");
    await expectAccessible(page);
    await box(lines[2]?.lot_code ?? "").fill("7");
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page.getByText("3 counts wait for the network.")).toBeVisible();
    expect(countedOf(await now())).toEqual([undefined, undefined, undefined]);

    // The phone is put away, and the page with it; another page of the desk sends what waits.
    await page.waitForTimeout(3_000);
    await page.goto("about:blank");
    await context.setOffline(false);
    await page.goto(`${stage().address}/farm`);
    await expect.poll(async () => countedOf(await now())).toEqual([1, 2, 7]);
    await expect(page.getByText(/counts? waits? for the network/)).toHaveCount(0);
    await expect.poll(() => taken, "one request with all of them; its answer may come behind what the shop already knows").toHaveLength(1);
    const age = Math.abs(Date.parse((await now()).lines.find((line) => line.lot === lines[0]?.lot)?.counted_at ?? "") - typed);
    expect(age, "counted when it was typed, not when it was sent").toBeLessThan(2_500);
    await page.waitForTimeout(11_000);
    expect(taken, "and not again").toHaveLength(1);

    // Meanwhile somebody ends the take: what is counted then is refused, and says so.
    await page.goto(`${stage().address}/farm/stock/takes/${take.id}`);
    await expect(box(lines[0]?.lot_code ?? "")).toHaveValue("1");
    await context.setOffline(true);
    await box(lines[0]?.lot_code ?? "").fill("9");
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page.getByText("1 count waits for the network.")).toBeVisible();
    await desk.call("POST", `/stock-takes/${take.id}/cancel`);
    await context.setOffline(false);
    await expect(page.getByRole("alert").filter({ hasText: "1 count was not taken." })).toBeVisible();
    await expect(box(lines[0]?.lot_code ?? "")).toHaveAccessibleDescription(/the stock take is over/);
    await expectAccessible(page);
    await page.getByRole("button", { name: "Drop them" }).click();
    await expect(page.getByText("1 count was not taken.")).toHaveCount(0);
    expect(countedOf(await now())).toEqual([1, 2, 7]);
  });
});

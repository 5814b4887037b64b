// An admin as the shop's operator makes one, whom the shop asks for a second factor, on a stage of its own.
import { createHmac } from "node:crypto";
import type { Page } from "@playwright/test";
import { openStage, type Stage } from "./stage";
import { expect, expectAccessible, expectSound, test } from "./test";

const admin = { email: "boss@example.com", password: "count-the-carrots" };
const step_s = 30;

/** RFC 6238 with the defaults of authenticators: SHA-1, 30 s, six digits. */
function codeOf(secret: string, step: number): string {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...secret].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
  const count = Buffer.alloc(8);
  count.writeBigUInt64BE(BigInt(step));
  const mac = createHmac("sha1", key).update(count).digest();
  const at = (mac.at(-1) ?? 0) & 15;
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

test.describe("an admin's second factor", () => {
  test.setTimeout(180_000);
  test.use({ actionTimeout: 20_000 });
  let stage: Stage;
  test.beforeAll(async () => { stage = await openStage({ small: true, admin }); });
  test.afterAll(async () => { await stage.stop(); });

  async function signIn(page: Page) {
    await page.goto(`${stage.address}/sign-in?back=/tower`);
    await page.getByLabel("E-mail").fill(admin.email);
    await page.getByLabel("Password").fill(admin.password);
    await page.getByRole("button", { name: "Sign in" }).click();
  }
  async function signOut(page: Page) {
    await page.goto(`${stage.address}/account`);
    await page.getByRole("button", { name: "Sign out", exact: true }).click();
    await expect(page).toHaveURL(new RegExp(`^${stage.address}/(sign-in)?$`));
  }

  test("is asked for before anything else, set up, asked for at the next sign-in, and turned off again", async ({ page, browser }) => {
    await signIn(page);
    await expect(page.getByRole("heading", { name: "The tower asks for a second factor" })).toBeVisible();
    await expectAccessible(page);
    await page.getByRole("link", { name: "Set it up" }).click();
    const factor = page.getByRole("region", { name: /Second factor/ });
    await factor.getByLabel("Password").fill("not-the-password");
    await factor.getByRole("button", { name: "Turn on" }).click();
    await expect(factor.getByLabel("Password")).toBeFocused();
    await expect(factor.getByLabel("Password")).toHaveAccessibleDescription("The password is not right");
    await factor.getByLabel("Password").fill(admin.password);
    await factor.getByRole("button", { name: "Turn on" }).click();
    await expect(factor.getByRole("img", { name: "QR code for the authenticator app" })).toBeVisible();
    await expect(factor.getByRole("textbox", { name: "Code" })).toBeFocused();
    await expectSound(page);
    const secret = (await factor.getByText(/^(?:[A-Z2-7]{4} ?){4,}$/).innerText()).replace(/\s/g, "");
    // Codes are good once, each later than the last: the three that are good about now, one after the other.
    const now = Math.floor(Date.now() / 1000 / step_s);
    await factor.getByRole("textbox", { name: "Code" }).fill("000000");
    await factor.getByRole("button", { name: "Confirm" }).click();
    await expect(factor.getByRole("textbox", { name: "Code" })).toHaveAccessibleDescription(/This code is not right/);
    await expect(factor.getByRole("textbox", { name: "Code" })).toBeFocused();
    await factor.getByRole("textbox", { name: "Code" }).fill(codeOf(secret, now - 1));
    await factor.getByRole("button", { name: "Confirm" }).click();
    await expect(factor.getByRole("heading", { name: "Recovery codes" })).toBeVisible();
    const recovery = await factor.getByRole("status").getByRole("listitem").allInnerTexts();
    expect(recovery).toHaveLength(10);
    await expectAccessible(page);
    await page.goto(`${stage.address}/tower`);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(page.getByRole("heading", { name: "The tower asks for a second factor" })).toHaveCount(0);
    await expect(page.getByRole("search", { name: "Recall" })).toBeVisible();

    await signOut(page);
    await signIn(page);
    const code = page.getByLabel("Code");
    await expect(code).toBeFocused();
    await expectAccessible(page);
    await expect(page.getByLabel("Password"), "what was right is not asked for again").toHaveCount(0);
    await code.fill("000000");
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(code).toHaveAccessibleDescription(/This code is not right/);
    await expect(code).toBeFocused();
    await code.fill(codeOf(secret, now));
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page).toHaveURL(`${stage.address}/tower`);
    await expect(page.getByRole("search", { name: "Recall" })).toBeVisible();

    await signOut(page);
    await signIn(page);
    await expect(code).toBeFocused();
    await code.fill(recovery[0] ?? "");
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page).toHaveURL(`${stage.address}/tower`);

    const bare = await browser.newPage({ javaScriptEnabled: false });
    await signIn(bare);
    await bare.getByLabel("Code").fill("000000");
    await bare.getByRole("button", { name: "Sign in" }).click();
    await expect(bare.getByLabel("Code")).toHaveAccessibleDescription(/This code is not right/);
    await bare.getByLabel("Code").fill(recovery[1] ?? "");
    await bare.getByRole("button", { name: "Sign in" }).click();
    await expect(bare, "also without a script").toHaveURL(`${stage.address}/tower`);
    await bare.context().close();

    await page.goto(`${stage.address}/account`);
    const renew = factor.getByRole("group");
    await renew.getByText("New recovery codes").click();
    await renew.getByRole("button", { name: "Make new codes" }).click();
    await expect(renew.getByLabel("Password")).toBeFocused();
    await expect(renew.getByLabel("Password")).toHaveAccessibleDescription("The password is not right");
    await renew.getByLabel("Password").fill(admin.password);
    await renew.getByLabel("Code").fill(recovery[0] ?? "");
    await renew.getByRole("button", { name: "Make new codes" }).click();
    await expect(renew.getByLabel("Code"), "a code is good once").toHaveAccessibleDescription(/This code is not right/);
    await expectSound(page);
    await renew.getByLabel("Password").fill(admin.password);
    await renew.getByLabel("Code").fill(recovery[2] ?? "");
    await renew.getByRole("button", { name: "Make new codes" }).click();
    const renewed = renew.getByRole("status").getByRole("listitem");
    await expect(renewed).toHaveCount(10);
    const fresh = await renewed.allInnerTexts();
    expect(fresh.filter((one) => recovery.includes(one))).toEqual([]);
    await expectAccessible(page);
    await page.reload();
    await expect(renew.getByRole("status"), "they are shown once").toHaveCount(0);

    const off = factor.locator("form").filter({ has: page.getByRole("button", { name: "Turn off" }) });
    await off.getByLabel("Password").fill(admin.password);
    await off.getByRole("textbox", { name: "Code" }).fill(recovery[3] ?? "");
    await off.getByRole("button", { name: "Turn off" }).click();
    await expect(off.getByRole("textbox", { name: "Code" }), "the old ones have ended").toHaveAccessibleDescription(/This code is not right/);
    await off.getByLabel("Password").fill(admin.password);
    await off.getByRole("textbox", { name: "Code" }).fill(fresh[0] ?? "");
    await off.getByRole("button", { name: "Turn off" }).click();
    await expect(factor.getByRole("button", { name: "Turn on" })).toBeVisible();
    await page.goto(`${stage.address}/tower`);
    await expect(page.getByRole("heading", { name: "The tower asks for a second factor" })).toBeVisible();
  });
});

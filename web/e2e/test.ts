import AxeBuilder from "@axe-core/playwright";
import { expect, test as base, type Page } from "@playwright/test";

export const themes = ["light", "dark"] as const;

/**
 * A page on the running shop that fails the test on a console error, a script error or a refused style or script, and that is opened when
 * its controls work: a press that comes before React is lost.
 */
export const test = base.extend<{ quiet: void }>({
  baseURL: async ({}, use) => use(process.env.GH_ADDRESS), // eslint-disable-line react-hooks/rules-of-hooks -- playwright's form
  page: async ({ page, javaScriptEnabled }, give) => {
    const { goto, reload } = page;
    if (javaScriptEnabled !== false) {
      page.goto = async (...to) => { const answer = await goto.apply(page, to); await expectHydrated(page); return answer; };
      page.reload = async (...how) => { const answer = await reload.apply(page, how); await expectHydrated(page); return answer; };
    }
    await give(page);
  },
  quiet: [
    async ({ page }, use) => {
      const heard: string[] = [];
      page.on("console", (message) => { if (message.type() === "error" && !/status of 4(?:0[1349]|15|22)|ERR_INTERNET_DISCONNECTED|ERR_FAILED|when fetching the script|script execution in 'about:srcdoc'/.test(message.text())) heard.push(message.text()); });
      page.on("pageerror", (error) => heard.push(String(error)));
      await use();  
      expect(heard, "errors in the console").toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };

/** React has each control of the page: it marks what it has with a member of its own. */
async function expectHydrated(page: Page) {
  const waiting = () => page.evaluate(() => [...document.querySelectorAll("button, input:not([type=hidden]), select, textarea")]
    .filter((control) => !Object.keys(control).some((key) => key.startsWith("__reactProps$")))
    .map((control) => control.outerHTML.slice(0, 160)));
  await expect.poll(waiting, `${page.url()} is hydrated`).toEqual([]);
}

/** No violation of WCAG 2.2 A and AA on the page as it stands. A mail's preview runs no scripts, so axe would wait in it for ever. */
export async function expectAccessible(page: Page) {
  await expect(page).toHaveTitle(/./); // it may come behind the rest
  await expectNoViolation(page, new AxeBuilder({ page }).options({ resultTypes: ["violations"] }).withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]));
}

async function expectNoViolation(page: Page, axe: AxeBuilder) {
  // In the page itself, which has no frames of other sites, and without lists of what is right: a fourth of the time.
  const { violations } = await axe.setLegacyMode().exclude("iframe[sandbox]").analyze();
  expect(violations.map((v) => `${v.id}: ${v.help}\n${v.nodes.slice(0, 4).map((n) => `  ${n.target.join(" ")} ${n.failureSummary?.split("\n")[1] ?? ""}`).join("\n")}`), `axe on ${page.url()}`).toEqual([]);
}

/** The open page in both themes, which change nothing but its colours, and on the narrowest phone. */
export async function expectSound(page: Page) {
  await setTheme(page, "light");
  await expectAccessible(page);
  await setTheme(page, "dark");
  await expectNoViolation(page, new AxeBuilder({ page }).options({ resultTypes: ["violations"] }).withRules(["color-contrast", "link-in-text-block"]));
  const wide = page.viewportSize();
  await page.setViewportSize({ width: 320, height: 640 });
  await widenIds(page);
  await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), `${page.url()} fits 320 px`).toBeLessThanOrEqual(0);
  if (wide) await page.setViewportSize(wide);
}

/** An id is one long word, as wide as its letters happen to be: each becomes the widest one, so that a page fits whatever its ids are. */
async function widenIds(page: Page) {
  await page.evaluate(() => {
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const text = texts.currentNode as Text;
      if (/[0-9A-HJKMNP-TV-Z]{26}/.test(text.data)) text.data = text.data.replace(/[0-9A-HJKMNP-TV-Z]{26}/g, "W".repeat(26));
    }
  });
}

export async function setTheme(page: Page, theme: "light" | "dark") {
  await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
  if (page.url() !== "about:blank") await expect(page.locator("html")).toHaveAttribute("data-theme", theme);
}

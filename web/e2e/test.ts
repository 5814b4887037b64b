import AxeBuilder from "@axe-core/playwright";
import { expect, test as base, type Page } from "@playwright/test";

export const themes = ["light", "dark"] as const;

/** A page on the running shop that fails the test on a console error, a script error or a refused style or script. */
export const test = base.extend<{ quiet: void }>({
  baseURL: async ({}, use) => use(process.env.GH_ADDRESS), // eslint-disable-line react-hooks/rules-of-hooks -- playwright's form
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

/** No violation of WCAG 2.2 A and AA on the page as it stands. A mail's preview runs no scripts, so axe would wait in it for ever. */
export async function expectAccessible(page: Page) {
  const { violations } = await new AxeBuilder({ page }).exclude("iframe[sandbox]").withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]).analyze();
  expect(violations.map((v) => `${v.id}: ${v.help}\n${v.nodes.slice(0, 4).map((n) => `  ${n.target.join(" ")} ${n.failureSummary?.split("\n")[1] ?? ""}`).join("\n")}`)).toEqual([]);
}

export async function setTheme(page: Page, theme: (typeof themes)[number]) {
  await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
}

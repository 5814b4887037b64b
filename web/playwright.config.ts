import { defineConfig } from "@playwright/test";

// Chromium without its own windows and toolbars, which the pages do not need.
const chromium = process.env.CHROMIUM ?? "/usr/bin/chromium-headless-shell";

export default defineConfig({
  testDir: "e2e",
  globalSetup: "./e2e/global_setup.ts",
  outputDir: "test-results",
  workers: 1,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: process.env.GH_REPORT ? [["line"], ["json", { outputFile: process.env.GH_REPORT }]] : [["list"]],
  use: {
    launchOptions: { executablePath: chromium, args: process.getuid?.() === 0 ? ["--no-sandbox"] : [] },
    viewport: { width: 1280, height: 900 },
    trace: process.env.GH_TRACE ? "retain-on-failure" : "off", // records every step, which takes a third of the time
    screenshot: "only-on-failure",
    locale: "en-US",
  },
  projects: [
    { name: "e2e", testMatch: "*.e2e.ts" },
    { name: "screenshots", testMatch: "*.shots.ts" },
  ],
});

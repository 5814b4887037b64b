// Lighthouse with its mobile profile on the demo shop: the production build (npm run build) behind the gateway. One JSON line a
// figure, the median of the runs, with the audits that cost points as "lost". GH_RUNS: how often each page is looked at;
// GH_ADDRESS names a running shop instead.
import { loadavg } from "node:os";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import * as chromeLauncher from "chrome-launcher";
import { build } from "esbuild";
import lighthouse from "lighthouse";

const top = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const pages = { landing: "/", catalog: "/shop", product: "/products/rainbow-carrots" };
const runs = Number(process.env.GH_RUNS ?? 3);
const attempts_max = 3;
const categories = { performance: 90, accessibility: 100, "best-practices": 95, seo: 95 };
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

/** The stage of the browser tests, which is TypeScript. */
async function openStage() {
  const outfile = path.join(top, ".next/stage.mjs");
  await build({ entryPoints: [path.join(top, "e2e/stage.ts")], outfile, bundle: true, platform: "node", format: "esm", logLevel: "error" });
  return (await import(pathToFileURL(outfile))).openStage();
}

/** What cost points in a category, worst first. */
function lost(result, category) {
  return result.categories[category].auditRefs
    .filter((ref) => ref.weight > 0 && (result.audits[ref.id].score ?? 1) < 1 && result.audits[ref.id].scoreDisplayMode !== "notApplicable")
    .map((ref) => ref.id);
}

/** A page as a visitor gets it whose neighbour was here before: kept by the gateway. Chromium's trace is incomplete now and then. */
async function look(address, port) {
  await fetch(address).then((response) => response.text());
  for (let attempt = 1; ; attempt++) {
    const { lhr } = await lighthouse(address, { port, logLevel: "error", onlyCategories: Object.keys(categories) });
    if (!lhr.runtimeError) return lhr;
    if (attempt === attempts_max) throw new Error(`${address}: ${lhr.runtimeError.message}`);
  }
}

let met = true;
function figure(page, name, value, unit, goal, good, more = {}) {
  met &&= good;
  console.log(JSON.stringify({ bench: `lighthouse_${page}_${name}`, value, unit, goal, met: good, ...more }));
}

const [load = 0] = loadavg();
if (load > 1.5) console.error(`the machine is busy with other work (load ${load.toFixed(1)}): points and LCP are worse than they are`);
const stage = process.env.GH_ADDRESS ? { address: process.env.GH_ADDRESS, stop: async () => {} } : await openStage();
const chrome = await chromeLauncher.launch({ chromePath: process.env.CHROMIUM ?? "/usr/bin/chromium-headless-shell", chromeFlags: ["--headless=new", "--disable-gpu", ...(process.getuid?.() === 0 ? ["--no-sandbox"] : [])] });
try {
  for (const [page, at] of Object.entries(pages)) {
    const results = [];
    for (let run = 0; run < runs; run++) results.push(await look(stage.address + at, chrome.port));
    for (const [category, goal] of Object.entries(categories)) {
      const value = median(results.map((result) => Math.round(result.categories[category].score * 100)));
      const cost = [...new Set(results.flatMap((result) => lost(result, category)))];
      figure(page, category.replace("-", "_"), value, "points", goal, value >= goal, cost.length > 0 ? { lost: cost } : {});
    }
    const audit = (id) => median(results.map((result) => result.audits[id].numericValue));
    const [lcp, cls] = [audit("largest-contentful-paint") / 1000, audit("cumulative-layout-shift")];
    figure(page, "lcp", Number(lcp.toFixed(2)), "s", 2, lcp < 2);
    figure(page, "cls", Number(cls.toFixed(4)), "shift", 0.02, cls < 0.02);
  }
} finally {
  chrome.kill();
  await stage.stop();
}
process.exitCode = met ? 0 : 1;

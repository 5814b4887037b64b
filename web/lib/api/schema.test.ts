import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";

const web = path.resolve(import.meta.dirname, "../..");

it("the generated types are those of api/openapi.json (npm run api)", () => {
  const made = execFileSync(process.execPath, ["node_modules/openapi-typescript/bin/cli.js", "../api/openapi.json"], { cwd: web, encoding: "utf8", maxBuffer: 64 << 20, stdio: ["ignore", "pipe", "ignore"] });
  expect(made.trim() === readFileSync(path.join(web, "lib/api/schema.d.ts"), "utf8").trim()).toBe(true);
}, 60_000);

// After `next build`: public/sw.js, with the build's id in it, so that each build is a new edition.
import { readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const top = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const edition = (await readFile(path.join(top, ".next/BUILD_ID"), "utf8")).trim();
await build({ entryPoints: [path.join(top, "service_worker/sw.ts")], outfile: path.join(top, "public/sw.js"), bundle: true, minify: true, format: "iife", target: "es2022", define: { EDITION: JSON.stringify(edition), "process.env.NODE_ENV": '"production"' } });

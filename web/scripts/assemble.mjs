// After `next build`: puts everything that one process and the gateway need into two folders.
// .next/standalone/: `node server.js`, with its own copy of public/ and static files (so that it also works alone).
// .next/files/: what the gateway serves itself (`web.files`): _next/static/ and public/, with the densest Brotli form beside what has one
// (a tenth smaller than what the gateway makes at its start).
import { cp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { brotliCompress, constants } from "node:zlib";

const top = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const next = path.join(top, ".next");
await cp(path.join(top, "node_modules/us-atlas/counties-10m.json"), path.join(next, "standalone/atlas/counties-10m.json"));
for (const folder of [path.join(next, "standalone"), path.join(next, "files")]) {
  const statics = folder.endsWith("files") ? path.join(folder, "_next/static") : path.join(folder, ".next/static");
  const assets = folder.endsWith("files") ? folder : path.join(folder, "public");
  if (folder.endsWith("files")) await rm(folder, { recursive: true, force: true });
  await cp(path.join(top, "public"), assets, { recursive: true });
  await cp(path.join(next, "static"), statics, { recursive: true });
}

const brotli = promisify(brotliCompress);
const files = path.join(next, "files");
const names = await readdir(files, { recursive: true });
await Promise.all(names.filter((name) => /\.(?:js|css|svg)$/.test(name)).map(async (name) => {
  const bytes = await readFile(path.join(files, name));
  await writeFile(path.join(files, `${name}.br`), await brotli(bytes, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }));
}));

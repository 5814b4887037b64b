// After `next build`: puts everything that one process and the gateway need into two folders.
// .next/standalone/: `node server.js`, with its own copy of public/ and static files (so that it also works alone).
// .next/files/: what the gateway serves itself (`web.files`): _next/static/ and public/.
import { cp, rm } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";

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

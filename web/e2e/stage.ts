// The real thing on free ports in a folder of its own: the built server with the demo shop, Next.js behind it. GH_TEST_STORE=cluster: three
// servers on PostgreSQL and Redis behind HAProxy.
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { chmodSync, closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";

const web = path.resolve(import.meta.dirname, "..");
const program = process.env.GH_PROGRAM ?? path.resolve(web, "../build/release/greenharvest");
const ready_ms = 30_000;

export interface Stage {
  /** Where a browser goes. */
  address: string;
  /** Where the API answers, also without Next.js. */
  api: string;
  /** Where mails are put as files; of a cluster none. */
  outbox?: string;
  /** A balancer stands in front, and says itself how it was reached. */
  balanced?: boolean;
  stop: () => Promise<void>;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once("error", reject).listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => (typeof address === "object" && address ? resolve(address.port) : reject(new Error("no port"))));
    });
  });
}

function run(command: string, args: string[], log: string, env: Record<string, string> = {}): ChildProcess {
  const file = openSync(log, "a");
  const child = spawn(command, args, { stdio: ["ignore", file, file], env: { ...process.env, ...env } });
  closeSync(file);
  return child;
}

async function answering(url: string, child: ChildProcess, log: string) {
  const end = Date.now() + ready_ms;
  while (Date.now() < end) {
    if (child.exitCode !== null) break;
    const ok = await fetch(url).then((response) => response.status < 500, () => false);
    if (ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${url} did not answer\n${readFileSync(log, "utf8").slice(-4000)}`);
}

async function end(child: ChildProcess) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), 5_000);
  await ended;
  clearTimeout(timer);
}

interface Wanted {
  small?: boolean;
  settings?: string[];
  /** An admin as the shop's operator makes one; the demo's own is spared the second factor. */
  admin?: { email: string; password: string };
  /** Farms that only stand in the directory: those of the demo have all been claimed. */
  listed?: boolean;
}

// Each test signs in, many in a minute, all from one address.
const settings_of_all = ["rate_limit.login_per_minute=600"];
const pages = path.join(web, ".next/standalone/server.js");
const importListed = ["import", "farms", path.resolve(web, "../src/contexts/farmers/tests/data/directory_extract.csv")];
const createAdmin = (admin: { email: string }) => ["user", "create", "--email", admin.email, "--name", "Bo Boss", "--role", "admin"];

/** Everything that a command prints; an error if it fails. */
function done(command: string, args: string[], input = ""): string {
  const ended = spawnSync(command, args, { encoding: "utf8", input });
  if (ended.status !== 0) throw new Error(`${command} ${args.join(" ")}: ${ended.stdout}${ended.stderr}${ended.error ?? ""}`);
  return ended.stdout;
}

async function openCluster({ small = false, settings = [], admin, listed }: Wanted): Promise<Stage> {
  const folder = mkdtempSync(path.join(tmpdir(), "greenharvest-web-"));
  chmodSync(folder, 0o755); // PostgreSQL runs as somebody else where we are root
  const tool = path.resolve(web, "../tools/cluster.py");
  const shop = path.join(folder, "shop");
  const set = [...settings_of_all, ...settings].flatMap((setting) => ["--set", setting]);
  const stop = async () => {
    done(tool, ["stop", shop]);
    rmSync(folder, { recursive: true, force: true });
  };
  const address = done(tool, ["start", shop, "--demo", ...(small ? ["--small"] : []), ...set, "--program", program, "--pages", pages, "--port", String(await freePort())]).trim();
  try {
    if (admin) done(tool, ["admin", shop, ...createAdmin(admin)], `${admin.password}\n`);
    if (listed) done(tool, ["admin", shop, ...importListed]);
  } catch (error) {
    await stop();
    throw error;
  }
  return { address, api: address, balanced: true, stop };
}

export async function openStage(wanted: Wanted = {}): Promise<Stage> {
  if (!existsSync(pages)) throw new Error("web/.next is not built: npm run build");
  if (process.env.GH_TEST_STORE === "cluster") return openCluster(wanted);
  const { small = false, settings = [], admin, listed } = wanted;
  const folder = mkdtempSync(path.join(tmpdir(), "greenharvest-web-"));
  const data = path.join(folder, "data");
  done(program, ["admin", "demo", "--data", data, ...(small ? ["--small"] : [])]);
  if (admin) done(program, ["admin", ...createAdmin(admin), "--data", data], `${admin.password}\n`);
  if (listed) done(program, ["admin", ...importListed, "--data", data]);
  const [apiPort, nextPort] = [await freePort(), await freePort()];
  const api = `http://127.0.0.1:${apiPort}`;
  const upstream = `http://127.0.0.1:${nextPort}`;
  // A server that does not pass pages on yet is tested beside Next.js instead of in front of it.
  const known = spawnSync(program, ["admin", "config"], { encoding: "utf8" }).stdout;
  const gateway = known.includes("web.upstream");
  const set = ["auth.email_verification=optional", ...(gateway ? [`web.upstream=${upstream}`, `web.files=${path.join(web, ".next/files")}`] : []), ...settings_of_all, ...settings].flatMap((setting) => ["--set", setting]);
  const serverLog = path.join(folder, "server.log");
  const nextLog = path.join(folder, "next.log");
  const server = run(program, ["serve", "--data", data, "--listen", `127.0.0.1:${apiPort}`, ...set], serverLog);
  const next = run(process.execPath, [pages], nextLog, { PORT: String(nextPort), HOSTNAME: "127.0.0.1", GREENHARVEST_API: api, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" });
  const stage: Stage = {
    address: gateway ? `http://localhost:${apiPort}` : `http://localhost:${nextPort}`,
    api,
    outbox: path.join(data, "outbox"),
    stop: async () => {
      await Promise.all([end(next), end(server)]);
      if (!process.env.GH_KEEP) rmSync(folder, { recursive: true, force: true });
    },
  };
  try {
    await answering(`${api}/readyz`, server, serverLog);
    await answering(`${upstream}/icon.svg`, next, nextLog);
  } catch (error) {
    await stage.stop();
    throw error;
  }
  return stage;
}

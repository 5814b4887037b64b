import { openStage } from "./stage";

/** One stage for all tests; what a test changes is its own (a new guest, a new account). GH_ADDRESS names a running shop instead. */
export default async function setup() {
  if (process.env.GH_ADDRESS) return;
  const stage = await openStage();
  process.env.GH_ADDRESS = stage.address;
  process.env.GH_API = stage.api;
  return () => stage.stop();
}

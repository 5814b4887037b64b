/** Next.js calls this once at its start: the control tower begins to remember the figures. */
export async function register() {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { startLooking } = await import("./features/tower/metrics_history");
  startLooking();
}

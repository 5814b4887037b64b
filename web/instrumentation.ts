/** Next.js calls this once at its start: the control tower begins to remember the figures, pages get their scripts late. */
export async function register() {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { startLooking } = await import("./features/tower/metrics_history");
  startLooking();
  if (process.env.NODE_ENV !== "production") return;
  const { delayScripts } = await import("./lib/late_scripts_answer");
  delayScripts();
}

/** Next.js's own start, after each of the parts it needs was run in a task of its own. */
export function boot(start: (hydrate: () => void) => void, parts: readonly (() => unknown)[], hydrate: () => void) {
  const [part, ...rest] = parts;
  if (!part) return start(hydrate);
  part();
  setTimeout(() => boot(start, rest, hydrate));
}

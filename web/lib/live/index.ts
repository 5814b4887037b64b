// Figures that move while a page is open, as stock does: by polling, one timer per topic however many components look at it.

export interface Topic<T> {
  /** What is watched: equal keys share one poll. */
  key: string;
  load: (signal: AbortSignal) => Promise<T>;
  every_ms: number;
}

/** From this age on a figure is not called live any more: three polls of what is watched most closely. */
export const stale_ms = 15_000;

interface Listener<T> {
  value: (value: T) => void;
  /** When the newest value came, in milliseconds since 1970, once that is stale; undefined when a newer one has come. */
  stale?: (since_ms: number | undefined) => void;
}

interface Watch<T> {
  topic: Topic<T>;
  listeners: Set<Listener<T>>;
  timer?: ReturnType<typeof setTimeout>;
  running?: AbortController;
  failures: number;
  last?: T;
  /** When it came; before the first one, when the watch began: the page was made shortly before. */
  came_ms: number;
  ageing?: ReturnType<typeof setTimeout>;
  stale: boolean;
}

const back_off_max = 6;
const watches = new Map<string, Watch<unknown>>();

const awake = () => typeof document === "undefined" || (document.visibilityState === "visible" && navigator.onLine);

function plan<T>(watch: Watch<T>, delay: number) {
  clearTimeout(watch.timer);
  watch.timer = setTimeout(() => void poll(watch), delay);
}

function age<T>(watch: Watch<T>) {
  clearTimeout(watch.ageing);
  watch.ageing = setTimeout(() => {
    watch.stale = true;
    for (const listener of watch.listeners) listener.stale?.(watch.came_ms);
  }, stale_ms);
}

function tell<T>(watch: Watch<T>, value: T) {
  watch.last = value;
  watch.came_ms = Date.now();
  const was = watch.stale;
  watch.stale = false;
  age(watch);
  for (const listener of watch.listeners) {
    listener.value(value);
    if (was) listener.stale?.(undefined);
  }
}

async function poll<T>(watch: Watch<T>) {
  if (!awake() || watch.running) return;
  watch.running = new AbortController();
  try {
    const value = await watch.topic.load(watch.running.signal);
    watch.failures = 0;
    if (watch.listeners.size > 0) tell(watch, value);
  } catch {
    watch.failures = Math.min(watch.failures + 1, back_off_max);
  } finally {
    watch.running = undefined;
    if (watch.listeners.size > 0) plan(watch, watch.topic.every_ms * 2 ** watch.failures);
  }
}

function resume() {
  if (!awake()) return;
  for (const watch of watches.values()) void poll(watch);
}

let listening = false;

/** Calls back with each new value, and when the newest has become stale, until the returned function is called. Rests while the page is hidden or offline. */
export function watch<T>(topic: Topic<T>, value: Listener<T>["value"], stale?: Listener<T>["stale"]): () => void {
  const listener: Listener<T> = { value, stale };
  if (!listening && typeof document !== "undefined") {
    document.addEventListener("visibilitychange", resume);
    window.addEventListener("online", resume);
    listening = true;
  }
  let found = watches.get(topic.key) as Watch<T> | undefined;
  if (!found) {
    found = { topic, listeners: new Set(), failures: 0, came_ms: Date.now(), stale: false };
    watches.set(topic.key, found as Watch<unknown>);
    plan(found, topic.every_ms);
    age(found);
  } else {
    if (found.last !== undefined) value(found.last);
    if (found.stale) stale?.(found.came_ms);
  }
  found.listeners.add(listener);
  const mine = found;
  return () => {
    mine.listeners.delete(listener);
    if (mine.listeners.size > 0) return;
    clearTimeout(mine.timer);
    clearTimeout(mine.ageing);
    mine.running?.abort();
    watches.delete(topic.key);
  };
}

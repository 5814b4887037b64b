// Figures that move while a page is open: stock, the state of an order. Today by polling, one timer per topic however
// many components look at it; a socket will push into the same topics and polling stays its fallback.

export interface Topic<T> {
  /** What is watched: equal keys share one poll. */
  key: string;
  load: (signal: AbortSignal) => Promise<T>;
  every_ms: number;
}

interface Watch<T> {
  topic: Topic<T>;
  listeners: Set<(value: T) => void>;
  timer?: ReturnType<typeof setTimeout>;
  running?: AbortController;
  failures: number;
  last?: T;
}

const back_off_max = 6;
const watches = new Map<string, Watch<unknown>>();

const awake = () => typeof document === "undefined" || (document.visibilityState === "visible" && navigator.onLine);

function plan<T>(watch: Watch<T>, delay: number) {
  clearTimeout(watch.timer);
  watch.timer = setTimeout(() => void poll(watch), delay);
}

async function poll<T>(watch: Watch<T>) {
  if (!awake() || watch.running) return;
  watch.running = new AbortController();
  try {
    const value = await watch.topic.load(watch.running.signal);
    watch.failures = 0;
    watch.last = value;
    for (const listener of watch.listeners) listener(value);
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

/** Calls back with each new value until the returned function is called. Rests while the page is hidden or offline. */
export function watch<T>(topic: Topic<T>, listener: (value: T) => void): () => void {
  if (!listening && typeof document !== "undefined") {
    document.addEventListener("visibilitychange", resume);
    window.addEventListener("online", resume);
    listening = true;
  }
  let found = watches.get(topic.key) as Watch<T> | undefined;
  if (!found) {
    found = { topic, listeners: new Set(), failures: 0 };
    watches.set(topic.key, found as Watch<unknown>);
    plan(found, topic.every_ms);
  } else if (found.last !== undefined) {
    listener(found.last);
  }
  found.listeners.add(listener);
  const mine = found;
  return () => {
    mine.listeners.delete(listener);
    if (mine.listeners.size > 0) return;
    clearTimeout(mine.timer);
    mine.running?.abort();
    watches.delete(topic.key);
  };
}

/** Pushes a value that came some other way (a socket, an own change) to who looks at the topic. */
export function push<T>(key: string, value: T): void {
  const found = watches.get(key) as Watch<T> | undefined;
  if (!found) return;
  found.last = value;
  for (const listener of found.listeners) listener(value);
}

// In the place of Next.js's router-reducer: its queue takes promises, so the first thing to do loads the rest of the router.
interface Action {
  type: string;
  /** Of a server action: tells whoever called it. */
  reject?: (error: unknown) => void;
}

let loading: Promise<typeof import("./navigation")> | undefined;
function load() {
  loading ??= import("./navigation").catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

// Who touches a form is about to need it.
for (const event of ["pointerdown", "focusin"]) {
  addEventListener(event, ({ target }) => { if (target instanceof Element && target.closest("form")) load().catch(() => undefined); }, { capture: true, passive: true });
}

export async function reducer(state: unknown, action: Action): Promise<unknown> {
  const { reduce } = await load().catch((error: unknown) => {
    action.reject?.(error);
    throw error;
  });
  return reduce(state, action);
}

// What an audit entry changed: its `before` and `after` hold the members that differ.

export interface Change {
  field: string;
  before?: string;
  after?: string;
}

function flat(value: unknown, prefix: string, into: Map<string, string>): void {
  if (typeof value === "object" && value !== null && !Array.isArray(value) && Object.keys(value).length > 0) {
    for (const [key, member] of Object.entries(value)) flat(member, prefix ? `${prefix}.${key}` : key, into);
  } else if (prefix) {
    into.set(prefix, typeof value === "string" ? value : JSON.stringify(value, null, Array.isArray(value) && value.length > 0 ? 1 : undefined));
  }
}

/** Counters of the record itself tell nobody anything. */
const quiet = new Set(["revision", "updated"]);

export function changesOf(before: unknown, after: unknown): Change[] {
  const [old, now] = [new Map<string, string>(), new Map<string, string>()];
  flat(before, "", old);
  flat(after, "", now);
  return [...new Set([...old.keys(), ...now.keys()])]
    .filter((field) => !quiet.has(field) && old.get(field) !== now.get(field))
    .sort()
    .map((field) => ({ field, before: old.get(field), after: now.get(field) }));
}

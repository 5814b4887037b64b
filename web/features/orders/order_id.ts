/** Prefix and 26 characters of Crockford base 32 (src/base/id.h). */
const id = /ord_[0-9A-HJKMNP-TV-Z]{26}(?![0-9A-Z])/i;

/** The id of an order in what somebody typed or pasted: the id itself, or the link of a mail. */
export function orderIdIn(text: string): string | undefined {
  const found = id.exec(text)?.[0];
  return found && found.slice(0, 4).toLowerCase() + found.slice(4).toUpperCase();
}

// Links of notices are paths of pages; a few name what has no page of its own (an operation of an import).
const pages = [/^\/account$/, /^\/products\/[^/]+$/, /^\/orders\/[^/]+$/, /^\/farm$/, /^\/farm\/(certificates|people|orders)$/, /^\/farm\/(stock|orders)\/[^/]+$/];

/** The page that a notice leads to; undefined: there is nothing to open. */
export function noticePage(link: string): string | undefined {
  return pages.some((page) => page.test(link)) ? link : undefined;
}

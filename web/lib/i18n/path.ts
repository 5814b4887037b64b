export const locales = ["en", "es"] as const;
export type Locale = (typeof locales)[number];

/** `/es/shop` is Spanish `/shop`; a path without a language is English. */
export function splitLocale(pathname: string): { locale: Locale; path: string } {
  const match = /^\/es(\/.*)?$/.exec(pathname);
  if (match) return { locale: "es", path: match[1] ?? "/" };
  return { locale: "en", path: pathname };
}

/** The address of an own path in a language; addresses elsewhere and fragments stay as they are. */
export function localePath(locale: Locale, href: string): string {
  if (locale === "en" || !href.startsWith("/") || href.startsWith("/api/")) return href;
  return href === "/" ? "/es" : `/es${href}`;
}

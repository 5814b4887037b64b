import "server-only";
import { headers } from "next/headers";
import { cache } from "react";
import { formatMessage, type Values } from "./format";
import { messages, type Messages, type Namespace } from "./messages";
import { locales, type Locale } from "./path";

/** The language of this request, as proxy.ts read it out of the path. */
export const getLocale = cache(async (): Promise<Locale> => {
  const given = (await headers()).get("x-gh-locale");
  return locales.find((locale) => locale === given) ?? "en";
});

export type Translate<N extends Namespace> = (key: keyof Messages[N], values?: Values) => string;

export function translator<N extends Namespace>(locale: Locale, namespace: N): Translate<N> {
  const catalogue = messages[locale][namespace] as Record<keyof Messages[N], string>;
  return (key, values) => formatMessage(locale, catalogue[key], values);
}

/** `const t = await getT("catalog"); t("items", { n: 3 })` */
export async function getT<N extends Namespace>(namespace: N): Promise<Translate<N>> {
  return translator(await getLocale(), namespace);
}

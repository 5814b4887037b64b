import type { ComponentProps } from "react";
import { getLocale } from "@/lib/i18n";
import { localePath } from "@/lib/i18n/path";

/** A link of the shop in the reader's language, for server components. The browser follows it: kept pages are fast enough, and the link of Next.js is 3 KB on every page. */
export async function Link({ href, ...rest }: Omit<ComponentProps<"a">, "href"> & { href: string }) {
  return <a href={localePath(await getLocale(), href)} {...rest} />;
}

import NextLink from "next/link";
import type { ComponentProps } from "react";
import { getLocale } from "@/lib/i18n";
import { localePath } from "@/lib/i18n/path";

/** A link of the shop in the reader's language, for server components. Nothing is fetched before it is pressed: kept pages are fast enough. */
export async function Link({ href, ...rest }: Omit<ComponentProps<typeof NextLink>, "href" | "locale"> & { href: string }) {
  return <NextLink href={localePath(await getLocale(), href)} prefetch={false} {...rest} />;
}

import type { Metadata } from "next";
import { quantities } from "@/features/cart/box";
import { CatalogPage } from "@/features/catalog/catalog_page";
import { cardData } from "@/features/catalog/card_data";
import { catalog, categoryTree } from "@/features/catalog/data";
import { parseChoices } from "@/features/catalog/facets";
import { Header } from "@/features/shell/header";
import { getT } from "@/lib/i18n";

type Search = Promise<Record<string, string | string[] | undefined>>;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getT("catalog"))("title") };
}

export default async function Shop({ searchParams }: { searchParams: Search }) {
  const choices = parseChoices(await searchParams);
  const [list, inBox, tree] = await Promise.all([catalog(choices), quantities(), categoryTree()]);
  return (
    <>
      <Header here="shop" query={choices.q} />
      <CatalogPage choices={choices} list={list} cards={await cardData(list.items)} inBox={inBox} tree={tree} />
    </>
  );
}

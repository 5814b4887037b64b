import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { quantities } from "@/features/cart/box";
import { cardData } from "@/features/catalog/card_data";
import { FarmPage } from "@/features/farms/farm_page";
import { farm } from "@/features/product/data";
import { Header } from "@/features/shell/header";
import { must } from "@/lib/api/problem";
import { publicApi } from "@/lib/api/server";

type Params = Promise<{ slug: string }>;

export async function generateMetadata({ params }: { params: Params }): Promise<Metadata> {
  const found = await farm((await params).slug);
  return found ? { title: `${found.name}, ${found.city}`, description: found.story || undefined } : {};
}

export default async function FarmRoute({ params }: { params: Params }) {
  const found = await farm((await params).slug);
  if (!found) notFound();
  const [list, inBox] = await Promise.all([publicApi.GET("/api/v1/products", { params: { query: { farm: [found.id], limit: 8, facets: ["category"] } } }), quantities()]);
  const { items, total } = must(list);
  return (
    <>
      <Header here="farms" />
      <FarmPage farm={found} cards={await cardData(items)} total={total ?? items.length} inBox={inBox} />
    </>
  );
}

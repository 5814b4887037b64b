import type { Metadata } from "next";
import { headers } from "next/headers";
import { notFound } from "next/navigation";
import { ProductPage } from "@/features/product/product_page";
import { chosenLot, farm, nextWindows, product } from "@/features/product/data";
import { quantities } from "@/features/cart/box";
import { cardData } from "@/features/catalog/card_data";
import { publicApi } from "@/lib/api/server";
import { Header } from "@/features/shell/header";

interface Props {
  params: Promise<{ slug: string }>;
  searchParams: Promise<{ lot?: string | string[] }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const found = await product((await params).slug);
  if (!found) return {};
  return { title: found.seo.title || `${found.title}, ${found.origin.farm.name}`, description: found.seo.description || found.description || undefined };
}

export default async function ProductRoute({ params, searchParams }: Props) {
  const found = await product((await params).slug);
  if (!found) notFound();
  const code = (await searchParams).lot;
  const given = await headers();
  const [seller, offer, inBox, sameFarm] = await Promise.all([farm(found.origin.farm.slug), nextWindows(found.origin.farm.id), quantities(), publicApi.GET("/api/v1/products", { params: { query: { farm: [found.origin.farm.id], limit: 5 } } })]);
  const related = await cardData((sameFarm.data?.items ?? []).filter((card) => card.id !== found.id).slice(0, 4));
  const address = `${given.get("x-forwarded-proto") ?? "http"}://${given.get("host") ?? "localhost"}/products/${found.slug}`;
  return (
    <>
      <Header here="shop" />
      <ProductPage product={found} farm={seller} offer={offer} chosen={chosenLot(found, typeof code === "string" ? code : undefined)?.lot} inBox={inBox} related={related} address={address} />
    </>
  );
}

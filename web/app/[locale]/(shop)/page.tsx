import { quantities } from "@/features/cart/box";
import { ProductCard, ProductGrid } from "@/features/catalog/product_card";
import { FarmCard } from "@/features/farms/farm_card";
import { UsMap } from "@/features/farms/us_map";
import { landingData } from "@/features/landing/data";
import { Hero } from "@/features/landing/hero";
import { HowRecord } from "@/features/landing/how_record";
import { Header } from "@/features/shell/header";
import { publicApi } from "@/lib/api/server";
import { weekOfYear } from "@/lib/format/dates";
import { getLocale, getT } from "@/lib/i18n";
import { localePath } from "@/lib/i18n/path";
import { seasonOf } from "@/ui/art/land";
import { Link } from "@/ui/link";

const seasonText = { winter: "seasonWinter", spring: "seasonSpring", summer: "seasonSummer", autumn: "seasonAutumn" } as const;

export default async function Landing() {
  const [data, inBox, t, locale] = await Promise.all([landingData(), quantities(), getT("shop"), getLocale()]);
  const shown = data.season.find((card) => card.first?.harvested);
  const product = shown && (await publicApi.GET("/api/v1/products/{product}", { params: { path: { product: shown.card.slug } } })).data;
  const now = new Date();
  const posters = data.farms.filter((farm) => farm.story).slice(0, 4);
  return (
    <>
      <Header />
      <main id="content">
        <Hero shown={shown} product={product} farms={data.farms.length} />
        <section aria-labelledby="season" className="page mt-14 md:mt-20">
          <div className="mb-6 flex flex-wrap items-end justify-between gap-x-8 gap-y-3">
            <div>
              <h2 id="season" className="display text-2xl md:text-[1.75rem]">{t("inSeasonWeek", { week: weekOfYear(now) })}</h2>
              <p className="mt-1.5 max-w-[34rem] text-muted">{t(seasonText[seasonOf(now)])}</p>
            </div>
            <Link href="/shop" className="inline-flex min-h-11 items-center font-semibold text-leaf underline-offset-4 hover:underline">{t("allItems", { n: data.products })}</Link>
          </div>
          <ProductGrid>{data.season.map((card) => <ProductCard key={card.card.id} data={card} inBox={inBox.get(card.first?.sku ?? "") ?? 0} />)}</ProductGrid>
        </section>
        <section aria-labelledby="farms" className="page mt-16 md:mt-24">
          <div className="mb-6 flex flex-wrap items-end justify-between gap-4">
            <h2 id="farms" className="display text-2xl md:text-[1.75rem]">{t("farmsTitle")}</h2>
            <Link href="/farms" className="inline-flex min-h-11 items-center font-semibold text-leaf underline-offset-4 hover:underline">{t("allFarms", { n: data.farms.length })}</Link>
          </div>
          <div className="grid gap-6 lg:grid-cols-2">
            <UsMap farms={data.farms} label={t("mapLabel", { n: data.farms.length, states: data.states })} hrefOf={(farm) => localePath(locale, `/farms/${farm.slug}`)} />
            <ul className="grid gap-x-5 gap-y-7 sm:grid-cols-2">{posters.map((farm) => <FarmCard key={farm.id} farm={farm} />)}</ul>
          </div>
        </section>
        <HowRecord />
      </main>
    </>
  );
}

import { SlidersHorizontal } from "lucide-react";
import { getLocale, getT } from "@/lib/i18n";
import { localePath } from "@/lib/i18n/path";
import { Landscape } from "@/ui/art/landscape";
import { buttonClass } from "@/ui/button";
import { chipClass } from "@/ui/chip";
import { EmptyState } from "@/ui/empty_state";
import { Icon } from "@/ui/icon";
import { Link } from "@/ui/link";
import type { CardData } from "./card_data";
import type { Schema } from "@/lib/api/types";
import type { Catalog } from "./data";
import { ChosenChips, FacetPanel } from "./facet_panel";
import { choicesQuery, chosenCount, cleared, facetNames, page_size, show_max, type Choices, type FacetName } from "./facets";
import { ProductCard, ProductGrid } from "./product_card";
import { SortSelect } from "./sort_select";

export async function CatalogPage({ choices, list, cards, inBox, tree }: { tree: Schema<"CategoryView">[]; choices: Choices; list: Catalog; cards: CardData[]; inBox: ReadonlyMap<string, number> }) {
  const t = await getT("catalog");
  const locale = await getLocale();
  const facets = list.facets ?? [];
  const total = list.total ?? cards.length;
  const categories = choices.chosen.category.map((slug) => facets.find((f) => f.name === "category")?.values.find((v) => v.value === slug)?.label ?? slug);
  const title = choices.q ? t("found", { q: choices.q }) : categories.length === 1 ? categories[0] : categories.length === 2 ? t("and", { a: categories[0] ?? "", b: (categories[1] ?? "").toLowerCase() }) : t("title");
  const count = chosenCount(choices);
  const sorts = [["", t("sortRelevance")], ["newest", t("sortNewest")], ["title", t("sortTitle")], ["price", t("sortPrice")], ["unit_price", t("sortUnitPrice")], ...(choices.near ? [["distance", t("sortDistance")] as [string, string]] : [])] as [string, string][];
  const withoutSort = [...new URLSearchParams(choicesQuery({ ...choices, sort: undefined, show: page_size }))] as [string, string][];
  const names: Record<string, string> = { category: t("category"), certification: t("certification"), farm: t("farm"), season: t("season"), storage: t("storage"), price: t("price"), q: t("search"), in_stock: t("inStock"), near: t("distance") };
  const relaxed = (drop: string): string => {
    if (drop === "q") return choicesQuery({ ...choices, q: "" });
    if (drop === "in_stock") return choicesQuery({ ...choices, inStock: false });
    if (drop === "near" || drop === "within_km") return choicesQuery({ ...choices, withinMiles: undefined });
    if (drop === "tag") return choicesQuery({ ...choices, tag: undefined });
    return facetNames.includes(drop as FacetName) ? choicesQuery({ ...choices, chosen: { ...choices.chosen, [drop]: [] } }) : choicesQuery(cleared(choices));
  };
  const shown = cards.length;
  return (
    <main id="content" className="page pt-7 md:pt-10">
      <h1 className="display text-3xl">{title}</h1>
      <p role="status" className="mt-1.5 text-muted">{total === shown ? t("count", { n: total }) : t("countOf", { n: shown, total })}</p>
      {list.did_you_mean && <p className="mt-2">{t("didYouMean")} <Link href={`/shop${choicesQuery({ ...choices, q: list.did_you_mean })}`} className="font-semibold text-leaf underline underline-offset-4">{list.did_you_mean}</Link>?</p>}
      <div className="mt-5 grid gap-x-12 lg:grid-cols-[15rem_1fr]">
        <FacetPanel choices={choices} facets={facets} total={total} tree={tree} />
        <div className="min-w-0">
          <div className="flex min-h-12 flex-wrap items-center gap-x-4 gap-y-2 border-b border-hair pb-4 lg:border-t lg:pt-3">
            <button type="button" popoverTarget="filters" className={`${chipClass()} shrink-0 lg:hidden`}><Icon of={SlidersHorizontal} size={16} />{count > 0 ? t("filterCount", { n: count }) : t("filter")}</button>
            <ChosenChips choices={choices} facets={facets} />
            <div className="ml-auto"><SortSelect label={t("sort")} value={choices.sort ?? ""} options={sorts} action={localePath(locale, "/shop")} hidden={withoutSort} /></div>
          </div>
          {shown === 0 ? (
            <div className="py-12">
              <EmptyState
                art={<Landscape name="nothing" season="winter" kind="rows" width={700} height={300} />}
                title={choices.q && count === 0 ? t("noneSearch", { q: choices.q }) : t("noneTitle")}
                actions={<Link href="/shop" className={buttonClass("secondary")}>{t("seeSeason")}</Link>}
              >
                <p>{choices.q && count === 0 ? t("noneSearchText") : t("noneText")}</p>
                {(list.relax?.length ?? 0) > 0 && (
                  <ul className="mt-4 grid justify-items-start gap-2">
                    {list.relax?.map((way) => <li key={way.drop}><Link href={`/shop${relaxed(way.drop)}`} className={chipClass(true)}>{t("without", { name: names[way.drop] ?? way.drop, n: way.total })}</Link></li>)}
                  </ul>
                )}
              </EmptyState>
            </div>
          ) : (
            <div className="pt-6">
              <h2 className="sr-only">{t("results")}</h2>
              <ProductGrid columns={3}>{cards.map((card, i) => <ProductCard key={card.card.id} data={card} inBox={inBox.get(card.first?.sku ?? "") ?? 0} id={`item-${i + 1}`} eager={i < 3} />)}</ProductGrid>
              {total > shown && shown < show_max && (
                <div className="mt-12 grid justify-items-center gap-3">
                  <p className="text-muted">{t("shownOf", { n: shown, total })}</p>
                  <svg viewBox="0 0 200 4" aria-hidden className="h-1 w-52 rounded-full"><rect width="200" height="4" rx="2" className="fill-sunken" /><rect width={(200 * shown) / total} height="4" rx="2" className="fill-leaf" /></svg>
                  <Link href={`/shop${choicesQuery({ ...choices, show: choices.show + page_size })}#item-${shown + 1}`} className={buttonClass("secondary")}>{t("showMore", { n: Math.min(page_size, total - shown) })}</Link>
                </div>
              )}
            </div>
          )}
        </div>
      </div>
    </main>
  );
}


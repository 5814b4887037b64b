import { ListChecks, Plus, Sprout } from "lucide-react";
import { getProducts, getSkus, getStock, requireSeller } from "@/features/desk/data";
import { DeskHead } from "@/features/desk/frame";
import { skusShown } from "@/features/desk/skus_shown";
import { StockTable } from "@/features/desk/stock_table";
import { getT } from "@/lib/i18n";
import { Landscape } from "@/ui/art/landscape";
import { landKind } from "@/ui/art/land";
import { buttonClass } from "@/ui/button";
import { chipClass } from "@/ui/chip";
import { EmptyState } from "@/ui/empty_state";
import { Icon } from "@/ui/icon";
import { Link } from "@/ui/link";

export async function generateMetadata() {
  return { title: (await getT("desk"))("navStock") };
}

export default async function StockPage({ searchParams }: { searchParams: Promise<{ show?: string }> }) {
  const { farm, today } = await requireSeller("/farm/stock");
  const t = await getT("desk");
  const [stock, skus, products, { show }] = await Promise.all([getStock(), getSkus(), getProducts(), searchParams]);
  const all = show === "all";
  const sellable = products.some((product) => product.variants.length > 0);
  return (
    <>
      <DeskHead title={t("navStock")} text={t("stockText")}>
        {stock.length > 0 && <Link href="/farm/stock/takes" className={buttonClass("secondary")}><Icon of={ListChecks} />{t("takesTitle")}</Link>}
        {sellable && <Link href="/farm/stock/new" className={buttonClass()}><Icon of={Plus} />{t("recordHarvest")}</Link>}
      </DeskHead>
      {stock.length === 0 ? (
        <EmptyState art={<Landscape name={farm.name} season="spring" kind={landKind(farm.name, farm.tags)} width={700} height={300} />} title={t("stockEmpty")} actions={<Link href={sellable ? "/farm/stock/new" : "/farm/products/new"} className={buttonClass()}><Icon of={Sprout} />{sellable ? t("recordHarvest") : t("newProduct")}</Link>}>{t("stockEmptyText")}</EmptyState>
      ) : (
        <>
          <nav aria-label={t("filterLabel")} className="mb-3 flex gap-2">
            <Link href="/farm/stock" aria-current={all ? undefined : "page"} className={chipClass(!all)}>{t("lotsWithStock")}</Link>
            <Link href="/farm/stock?show=all" aria-current={all ? "page" : undefined} className={chipClass(all)}>{t("lotsAll")}</Link>
          </nav>
          <StockTable initial={stock} skus={skusShown(skus)} today={today} caption={t("navStock")} all={all} />
          <p className="mt-4 text-sm text-muted max-md:hidden">{t("stockKeys")}</p>
        </>
      )}
    </>
  );
}

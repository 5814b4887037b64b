import { FileUp, Plus } from "lucide-react";
import { getProducts, getStock, requireSeller } from "@/features/desk/data";
import { DeskHead } from "@/features/desk/frame";
import { ProductTable } from "@/features/desk/product_table";
import { getT } from "@/lib/i18n";
import { Landscape } from "@/ui/art/landscape";
import { buttonClass } from "@/ui/button";
import { chipClass } from "@/ui/chip";
import { EmptyState } from "@/ui/empty_state";
import { Icon } from "@/ui/icon";
import { Link } from "@/ui/link";
import { produceOf } from "@/ui/produce";

const states = ["all", "published", "draft", "archived"] as const;

export async function generateMetadata() {
  return { title: (await getT("desk"))("navProducts") };
}

export default async function Products({ searchParams }: { searchParams: Promise<{ show?: string }> }) {
  const { farm } = await requireSeller("/farm/products");
  const t = await getT("desk");
  const [products, stock, { show = "all" }] = await Promise.all([getProducts(), getStock(), searchParams]);
  const free = new Map(stock.map((item) => [item.sku, item.available]));
  const shown = products.filter((product) => (show === "all" ? product.status !== "archived" : product.status === show));
  return (
    <>
      <DeskHead title={t("navProducts")} text={t("productsText")}>
        <Link href="/farm/products/import" className={buttonClass("secondary")}><Icon of={FileUp} />{t("importExport")}</Link>
        <Link href="/farm/products/new" className={buttonClass()}><Icon of={Plus} />{t("newProduct")}</Link>
      </DeskHead>
      {products.length === 0 ? (
        <EmptyState art={<Landscape name={`${farm.name} spring`} season="spring" kind="greens" width={700} height={300} />} title={t("productsEmpty")} actions={<><Link href="/farm/products/new" className={buttonClass()}><Icon of={Plus} />{t("newProduct")}</Link><Link href="/farm/products/import" className={buttonClass("quiet")}>{t("importTable")}</Link></>}>{t("productsEmptyText")}</EmptyState>
      ) : (
        <>
          <nav aria-label={t("filterLabel")} className="mb-3 flex flex-wrap gap-2">
            {states.map((state) => <Link key={state} href={state === "all" ? "/farm/products" : `/farm/products?show=${state}`} aria-current={show === state ? "page" : undefined} className={chipClass(show === state)}>{t(`show_${state}`)} <span className="text-muted">{state === "all" ? products.filter((product) => product.status !== "archived").length : products.filter((product) => product.status === state).length}</span></Link>)}
          </nav>
          {shown.length === 0 ? <p className="border-t border-hair py-4 text-muted">{t("productsNone")}</p> : (
            <ProductTable rows={shown.map((product) => ({
              id: product.id, title: product.title, status: product.status, lapsed: product.lapsed, completeness: product.completeness, missing: product.missing.length,
              category: product.category_path.at(-1)?.name ?? product.category,
              variants: product.variants.map((variant) => ({ title: variant.title, price: variant.sale && isNow(variant.sale) ? variant.sale.price : variant.price, sale: Boolean(variant.sale && isNow(variant.sale)) })),
              free: product.variants.some((variant) => free.has(variant.sku)) ? product.variants.reduce((sum, variant) => sum + (free.get(variant.sku) ?? 0), 0) : null,
              picture: produceOf(product.title, product.category), photo: product.images[0]?.url,
            }))} />
          )}
        </>
      )}
    </>
  );
}

const isNow = (sale: { from: string; to: string }) => { const now = new Date().toISOString(); return sale.from <= now && now < sale.to; };

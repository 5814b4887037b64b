import { Carrot } from "lucide-react";
import { getProducts, getStock, requireSeller } from "@/features/desk/data";
import { ActionForm, FormField, FormSelect, Submit } from "@/features/desk/form";
import { DeskHead } from "@/features/desk/frame";
import { addDays, nextLotCode } from "@/features/desk/reading";
import { harvestLot } from "@/features/desk/stock_actions";
import { getT } from "@/lib/i18n";
import { buttonClass } from "@/ui/button";
import { EmptyState } from "@/ui/empty_state";
import { Checkbox } from "@/ui/field";
import { Icon } from "@/ui/icon";
import { Link } from "@/ui/link";

const usual_days = 14;

export async function generateMetadata() {
  return { title: (await getT("desk"))("recordHarvest") };
}

export default async function NewLot({ searchParams }: { searchParams: Promise<{ sku?: string }> }) {
  const { farm, today } = await requireSeller("/farm/stock/new");
  const t = await getT("desk");
  const [{ sku }, products, stock] = await Promise.all([searchParams, getProducts(), getStock()]);
  const sold = products.filter((product) => product.status !== "archived" && product.variants.length > 0);
  const chosen = sold.find((product) => product.variants.some((variant) => variant.sku === sku));
  const lots = stock.flatMap((item) => item.lots);
  const before = stock.find((item) => item.sku === sku)?.lots.toSorted((a, b) => b.harvested.localeCompare(a.harvested))[0];
  const keeps = before ? Math.round((Date.parse(before.best_before) - Date.parse(before.harvested)) / 86_400_000) : usual_days;
  return (
    <>
      <DeskHead back={{ href: "/farm/stock", label: t("navStock") }} title={t("recordHarvest")} text={t("harvestText")} />
      {sold.length === 0 ? (
        <EmptyState title={t("noProducts")} actions={<Link href="/farm/products/new" className={buttonClass()}><Icon of={Carrot} />{t("newProduct")}</Link>}>{t("noProductsText")}</EmptyState>
      ) : farm.fields.length === 0 ? (
        <EmptyState title={t("noFields")} actions={<Link href="/farm/profile#fields" className={buttonClass()}>{t("addField")}</Link>}>{t("noFieldsText")}</EmptyState>
      ) : (
        <ActionForm action={harvestLot} said={t("harvestSaved")} className="grid max-w-2xl gap-5 sm:grid-cols-2" label={t("recordHarvest")}>
          <input type="hidden" name="goto" value="/farm/stock" />
          <FormSelect name="sku" label={t("colCrop")} defaultValue={sku ?? ""} className="sm:col-span-2" hint={chosen?.status === "draft" ? t("draftHint") : undefined}>
            <option value="" disabled>{t("choose")}</option>
            {sold.flatMap((product) => product.variants.map((variant) => <option key={variant.sku} value={variant.sku}>{product.title}, {variant.title}{product.status === "draft" ? ` (${t("productDraft")})` : ""}</option>))}
          </FormSelect>
          <FormField name="quantity" label={t("quantityPacks")} hint={t("quantityHint")} inputMode="decimal" autoComplete="off" />
          <FormField name="lot_code" label={t("colLot")} hint={t("lotHint")} defaultValue={nextLotCode(today, lots.map((lot) => lot.lot_code))} inputClassName="font-mono" maxLength={60} />
          <FormField name="harvested" type="date" label={t("harvested")} defaultValue={today} max={today} />
          <FormField name="best_before" type="date" label={t("bestBefore")} hint={before ? t("keepsHint", { n: keeps }) : undefined} defaultValue={addDays(today, keeps)} />
          <FormSelect name="field" label={t("field")} defaultValue={before?.field ?? farm.fields[0]?.id}>{farm.fields.map((field) => <option key={field.id} value={field.id}>{field.name}</option>)}</FormSelect>
          <FormField name="location" label={t("location")} hint={t("locationHint")} defaultValue={before?.location} maxLength={60} />
          <Checkbox name="hold_back" label={t("holdBack")} className="sm:col-span-2" />
          <div className="flex gap-2 sm:col-span-2"><Submit busy={t("saving")}>{t("recordHarvest")}</Submit><Link href="/farm/stock" className={buttonClass("secondary")}>{t("cancel")}</Link></div>
        </ActionForm>
      )}
    </>
  );
}

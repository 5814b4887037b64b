import { Archive, CircleCheck, Copy, Eye, EyeOff, Layers, ShieldAlert } from "lucide-react";
import { notFound } from "next/navigation";
import { CategoryOptions } from "@/features/desk/category_options";
import { Checklist } from "@/features/desk/checklist";
import { getCategories, requireSeller } from "@/features/desk/data";
import { ActionForm, FormArea, FormError, FormField, FormSelect, SheetForm, StepButton, Submit } from "@/features/desk/form";
import { DeskHead, Part } from "@/features/desk/frame";
import { PictureRows } from "@/features/desk/picture_rows";
import { changeProductState, saveProduct } from "@/features/desk/product_actions";
import { productShown } from "@/features/desk/part_state";
import { VariantRows } from "@/features/desk/variant_rows";
import { orNothing } from "@/lib/api/problem";
import { api } from "@/lib/api/server";
import { fullDay, monthName } from "@/lib/format/dates";
import { getLocale, getT } from "@/lib/i18n";
import { Badge } from "@/ui/badge";
import { Banner } from "@/ui/banner";
import { buttonClass } from "@/ui/button";
import { Checkbox } from "@/ui/field";
import { Icon } from "@/ui/icon";
import { Link } from "@/ui/link";

/** The rules of publishing, in the API's order, with the field that mends each. */
const rules = [
  ["origin_farm", "/farm/profile"], ["origin_field", "#field"], ["priced_variant", "#variants"], ["harvest", "#harvest.date"], ["certification", "#certificate.claim"],
  ["description", "#description"], ["category", "#category"], ["storage_class", "#storage_class"], ["allergens", "#allergens"],
] as const;
const allergens = ["wheat", "other_gluten_cereals", "crustaceans", "eggs", "fish", "peanuts", "soybeans", "milk", "tree_nuts", "celery", "mustard", "sesame", "sulphites", "lupin", "molluscs"] as const;
const taxes = ["food", "prepared_food", "candy", "soft_drink", "alcohol", "supplement", "plant_or_flower", "non_food"] as const;
const storages = ["ambient", "chilled", "eggs", "frozen"] as const;
const months = Array.from({ length: 12 }, (_, i) => i + 1);

export default async function Editor({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const { farm } = await requireSeller(`/farm/products/${id}`);
  const [t, p, locale] = [await getT("desk"), await getT("product"), await getLocale()];
  if (!/^prd_\w{26}$/.test(id)) notFound();
  const [product, categories] = await Promise.all([(await api()).GET("/api/v1/farms/mine/products/{id}", { params: { path: { id } } }).then(orNothing), getCategories()]);
  if (!product) notFound();
  const shown = productShown[product.status];
  const gaps = new Set(product.missing.map((gap) => gap.name));
  const archived = product.status === "archived";
  const certificates = farm.certifications.filter((certificate) => certificate.status === "valid" || certificate.number === product.certificate.number);
  const group = "grid gap-5 border-t border-hair pt-5";
  return (
    <>
      <DeskHead back={{ href: "/farm/products", label: t("navProducts") }} title={product.title} text={<span className="inline-flex flex-wrap items-center gap-x-3 gap-y-1"><Badge tone={shown.tone} icon={shown.icon}>{t(shown.word)}</Badge>{product.reference && <span className="font-mono text-sm">{product.reference}</span>}{product.published && product.status === "published" && <span>{t("publishedOn", { day: fullDay(locale, product.published.slice(0, 10)) })}</span>}</span>}>
        {product.status === "published" && <Link href={`/products/${product.slug}`} className={buttonClass("secondary")}><Icon of={Eye} />{t("seeInShop")}</Link>}
        {product.variants[0] && <Link href={`/farm/stock/${product.variants[0].sku}`} className={buttonClass("secondary")}><Icon of={Layers} />{t("lots")}</Link>}
        {product.status === "draft" && <StepButton action={changeProductState} fields={{ id, what: "publish" }} said={t("publishedSaid", { title: product.title })} kind="primary" size="medium" icon={<Icon of={CircleCheck} />}>{t("publish")}</StepButton>}
        {product.status === "published" && <StepButton action={changeProductState} fields={{ id, what: "unpublish" }} said={t("unpublishedSaid", { title: product.title })} size="medium" icon={<Icon of={EyeOff} />}>{t("unpublish")}</StepButton>}
      </DeskHead>
      {product.lapsed && <Banner tone="danger" icon={ShieldAlert} className="mb-6" action={<Link href="/farm/certificates" className="text-danger hover:underline">{t("navCertificates")}</Link>}>{t("lapsedText")}</Banner>}
      {archived && <Banner tone="plain" icon={Archive} className="mb-6">{t("archivedText")}</Banner>}

      <div className="grid gap-x-10 gap-y-8 xl:grid-cols-[minmax(0,1fr)_17rem]">
        <ActionForm key={product.updated} action={saveProduct} said={t("productSaved", { title: product.title })} className="grid min-w-0 gap-8 max-xl:order-2" label={t("editProduct")}>
          <input type="hidden" name="id" value={id} /><input type="hidden" name="time_zone" value={farm.time_zone} />
          <fieldset disabled={archived} className="contents">
            <div className={group}>
              <h2 className="font-semibold">{t("groupWhat")}</h2>
              <div className="grid gap-5 sm:grid-cols-2">
                <FormField name="title" label={t("productTitle")} defaultValue={product.title} maxLength={120} />
                <FormSelect name="category" label={t("category")} defaultValue={product.category}><CategoryOptions categories={categories} choose={t("choose")} /></FormSelect>
              </div>
              <FormArea name="description" label={t("description")} hint={t("descriptionHint")} defaultValue={product.description} maxLength={5000} rows={5} />
              <FormField name="tags" label={t("tags")} hint={t("tagsHint")} defaultValue={product.tags.join(", ")} />
            </div>
            <div id="variants" className={group}>
              <h2 className="font-semibold">{t("groupPrice")}</h2>
              <VariantRows initial={product.variants} timeZone={farm.time_zone} />
              <FormSelect name="tax_category" label={t("tax")} defaultValue={product.tax_category} className="max-w-xs">{taxes.map((tax) => <option key={tax} value={tax}>{t(`tax_${tax}`)}</option>)}</FormSelect>
            </div>
            <div className={group}>
              <h2 className="font-semibold">{t("groupOrigin")}</h2>
              <div className="grid gap-5 sm:grid-cols-2">
                <FormSelect name="field" label={t("field")} defaultValue={product.origin.field ?? ""} hint={farm.fields.length === 0 ? t("noFieldsText") : undefined}><option value="">{t("choose")}</option>{farm.fields.map((field) => <option key={field.id} value={field.id}>{field.name}</option>)}</FormSelect>
                <FormField name="harvest.date" type="date" label={t("harvested")} hint={t("harvestHint")} defaultValue={product.harvest.date} />
                <FormSelect name="harvest.from_month" label={t("harvestFrom")} defaultValue={product.harvest.from_month ?? ""}><option value="">–</option>{months.map((month) => <option key={month} value={month}>{monthName(locale, month)}</option>)}</FormSelect>
                <FormSelect name="harvest.to_month" label={t("harvestTo")} defaultValue={product.harvest.to_month ?? ""}><option value="">–</option>{months.map((month) => <option key={month} value={month}>{monthName(locale, month)}</option>)}</FormSelect>
                <FormSelect name="certificate.claim" label={t("certificateClaim")} defaultValue={product.certificate.claim}><option value="undeclared">{t("claim_undeclared")}</option><option value="certified">{t("claim_certified")}</option><option value="none_claimed">{t("claim_none_claimed")}</option></FormSelect>
                <FormSelect name="certificate.number" label={t("certificateNumber")} hint={t("certificateNumberHint")} defaultValue={product.certificate.number}><option value="">–</option>{certificates.map((certificate) => <option key={certificate.id} value={certificate.number}>{certificate.number}, {certificate.certifier}</option>)}</FormSelect>
              </div>
              <fieldset>
                <legend className="mb-1.5 font-medium">{t("season")} <span className="font-normal text-muted">{t("seasonHint")}</span></legend>
                <div className="grid grid-cols-2 gap-x-4 sm:grid-cols-4 lg:grid-cols-6">{months.map((month) => <Checkbox key={month} name="season" value={month} defaultChecked={product.season.includes(month)} label={monthName(locale, month)} />)}</div>
              </fieldset>
            </div>
            <div className={group}>
              <h2 className="font-semibold">{t("groupKeep")}</h2>
              <div className="grid gap-5 sm:grid-cols-2">
                <FormSelect name="storage_class" label={t("storageClass")} defaultValue={product.storage_class ?? ""}><option value="">{t("choose")}</option>{storages.map((storage) => <option key={storage} value={storage}>{t(`storage_${storage}`)}</option>)}</FormSelect>
                <FormField name="min_remaining_shelf_life_days" label={t("shelfLife")} hint={t("shelfLifeHint")} defaultValue={String(product.min_remaining_shelf_life_days)} inputMode="numeric" />
                <FormArea name="storage" label={t("storageAtHome")} defaultValue={product.storage} maxLength={1000} rows={2} />
                <FormArea name="handling" label={t("handling")} defaultValue={product.handling} maxLength={2000} rows={2} />
              </div>
              <fieldset id="allergens">
                <legend className="mb-1.5 font-medium">{t("allergens")}</legend>
                <div className="flex flex-wrap gap-x-6">
                  {(["", "none", "some"] as const).map((value) => <label key={value} className="inline-flex min-h-8 items-center gap-2.5 max-md:min-h-11"><input type="radio" name="allergens.declared" value={value} defaultChecked={value === (product.allergens ? (product.allergens.length > 0 ? "some" : "none") : "")} className="size-4.5 accent-leaf" />{t(value === "" ? "allergensOpen" : value === "none" ? "allergensNone" : "allergensSome")}</label>)}
                </div>
                <div className="mt-2 grid grid-cols-2 gap-x-4 sm:grid-cols-3 lg:grid-cols-4">{allergens.map((allergen) => <Checkbox key={allergen} name="allergens" value={allergen} defaultChecked={product.allergens?.includes(allergen)} label={p(`allergen_${allergen}`)} />)}</div>
                <FormError name="allergens" />
              </fieldset>
            </div>
            <div className={group}>
              <h2 className="font-semibold">{t("groupPictures")}</h2>
              <p className="-mt-3 text-sm text-muted">{t("picturesHint")}</p>
              <PictureRows name="images" marker="image" initial={product.images} />
            </div>
            <details className="border-t border-hair pt-3">
              <summary className="inline-flex min-h-9 items-center font-semibold text-leaf max-md:min-h-11">{t("groupSearch")}</summary>
              <div className="mt-3 grid gap-5 sm:grid-cols-2">
                <FormField name="seo.title" label={t("seoTitle")} defaultValue={product.seo.title} maxLength={70} />
                <FormField name="seo.description" label={t("seoText")} defaultValue={product.seo.description} maxLength={160} />
              </div>
            </details>
          </fieldset>
          {!archived && <div className="sticky bottom-0 z-(--z-sticky) -mx-4 flex gap-2 border-t border-hair bg-surface px-4 py-3 max-md:bottom-14 md:mx-0 md:px-0"><Submit busy={t("saving")}>{t("save")}</Submit></div>}
        </ActionForm>
        <div className="grid content-start gap-8 max-xl:order-1">
          <Part id="checklist" title={t("checklist")} note={t("checklistPart", { n: product.completeness })} className="border-t border-hair pt-4">
            <div className="mt-1"><Checklist met={t("met")} missing={t("missing")} rows={rules.map(([name, href]) => ({ id: name, text: t(`rule_${name}`), met: !gaps.has(name), href }))} /></div>
            {product.status === "draft" && <p className="mt-2 text-sm text-muted">{product.missing.length === 0 ? t("readyToPublish") : t("notReady")}</p>}
          </Part>
          <div className="flex flex-wrap gap-2">
            <StepButton action={changeProductState} fields={{ id, what: "duplicate" }} said={t("duplicatedSaid")} icon={<Icon of={Copy} size={16} />}>{t("duplicate")}</StepButton>
            {!archived && (
              <SheetForm opener={t("archive")} icon={<Icon of={Archive} size={16} />} kind="danger-outline" title={t("archiveTitle", { title: product.title })} action={changeProductState} said={t("archivedSaid", { title: product.title })} submit={t("archive")} submitKind="danger">
                <input type="hidden" name="id" value={id} /><input type="hidden" name="what" value="archive" />
                <p>{t("archiveText")}</p>
              </SheetForm>
            )}
          </div>
        </div>
      </div>
    </>
  );
}

import { CategoryOptions } from "@/features/desk/category_options";
import { getCategories, requireSeller } from "@/features/desk/data";
import { ActionForm, FormField, FormSelect, Submit } from "@/features/desk/form";
import { DeskHead } from "@/features/desk/frame";
import { createProduct } from "@/features/desk/product_actions";
import { getT } from "@/lib/i18n";
import { buttonClass } from "@/ui/button";
import { Link } from "@/ui/link";

export async function generateMetadata() {
  return { title: (await getT("desk"))("newProduct") };
}

export default async function NewProduct() {
  await requireSeller("/farm/products/new");
  const t = await getT("desk");
  return (
    <>
      <DeskHead back={{ href: "/farm/products", label: t("navProducts") }} title={t("newProduct")} text={t("newProductText")} />
      <ActionForm action={createProduct} className="grid max-w-xl gap-5" label={t("newProduct")}>
        <FormField name="title" label={t("productTitle")} hint={t("productTitleHint")} maxLength={120} autoComplete="off" />
        <FormSelect name="category" label={t("category")} defaultValue=""><CategoryOptions categories={await getCategories()} choose={t("choose")} /></FormSelect>
        <FormField name="reference" label={t("reference")} hint={t("referenceHint")} maxLength={60} inputClassName="font-mono" />
        <div className="flex gap-2"><Submit busy={t("saving")}>{t("createDraft")}</Submit><Link href="/farm/products" className={buttonClass("secondary")}>{t("cancel")}</Link></div>
      </ActionForm>
    </>
  );
}

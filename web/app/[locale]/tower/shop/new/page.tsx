import type { Metadata } from "next";
import { makeCoupon } from "@/features/tower/actions";
import { requireAdmin } from "@/features/tower/admin";
import { ActionForm, FormCheck, FormField, FormSelect, Submit } from "@/features/tower/form";
import { Head, Panel } from "@/features/tower/parts";
import { getT } from "@/lib/i18n";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getT("tower"))("newCoupon") };
}

export default async function NewCoupon() {
  await requireAdmin();
  const t = await getT("tower");
  return (
    <>
      <Head title={t("newCoupon")} back={{ href: "/tower/shop", text: t("coupons") }} lead={t("newCouponLead")} />
      <Panel title={t("terms")}>
        <ActionForm id="coupon" action={makeCoupon} className="max-w-2xl">
          <div className="grid gap-4 sm:grid-cols-2">
            <FormField name="code" label={t("colCode")} hint={t("codeHint")} autoCapitalize="characters" maxLength={32} />
            <FormField name="description" label={t("colDescription")} maxLength={200} />
            <FormSelect name="kind" label={t("kind")} options={[["percent", t("kindPercent")], ["amount", t("kindAmount")]]} />
            <FormField name="off" label={t("colOff")} hint={t("offHint")} inputMode="decimal" />
            <FormSelect name="scope" label={t("scope")} options={(["cart", "farm", "category", "sku"] as const).map((scope) => [scope, t(`couponScope_${scope}`)])} />
            <FormField name="of" label={t("scopeOf")} hint={t("scopeOfHint")} />
            <FormField name="minimum" label={t("minimum")} hint={t("optional")} inputMode="decimal" />
            <div />
            <FormField name="from" type="date" label={t("fromDay")} hint={t("optional")} />
            <FormField name="to" type="date" label={t("toDay")} hint={t("optional")} />
            <FormField name="uses_max" label={t("usesMax")} hint={t("optional")} inputMode="numeric" />
            <FormField name="uses_per_customer_max" label={t("usesEach")} hint={t("optional")} inputMode="numeric" />
          </div>
          <div className="mt-3"><FormCheck name="combinable" label={t("combinable")} /></div>
          <div className="mt-4"><Submit busy={t("saving")}>{t("makeCoupon")}</Submit></div>
        </ActionForm>
      </Panel>
    </>
  );
}

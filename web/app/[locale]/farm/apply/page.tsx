import { Store } from "lucide-react";
import { redirect } from "next/navigation";
import { getFarm } from "@/features/desk/data";
import { apply } from "@/features/desk/farm_actions";
import { ActionForm, FormArea, FormError, FormField, Submit } from "@/features/desk/form";
import { DeskHead } from "@/features/desk/frame";
import { farmTags } from "@/features/desk/tags";
import { getLocale, getT } from "@/lib/i18n";
import { localePath } from "@/lib/i18n/path";
import { requireMe } from "@/lib/session";
import { Landscape } from "@/ui/art/landscape";
import { Banner } from "@/ui/banner";
import { Checkbox } from "@/ui/field";
import { Link } from "@/ui/link";

export async function generateMetadata() {
  return { title: (await getT("desk"))("applyTitle") };
}

export default async function Apply() {
  const me = await requireMe("/farm/apply");
  const [t, locale, farm] = [await getT("desk"), await getLocale(), await getFarm()];
  if (farm && farm.status !== "rejected") redirect(localePath(locale, "/farm/application"));
  return (
    <>
      <div className="mb-8 aspect-[5/1] overflow-hidden rounded-card max-md:aspect-[3/1] [&>svg]:size-full"><Landscape name="apply" season="spring" kind="rows" width={1080} height={216} /></div>
      <DeskHead title={t("applyTitle")} text={t("applyText")} />
      {farm?.reject_reason && <Banner tone="danger" icon={Store} className="mb-6">{t("rejectedBecause", { reason: farm.reject_reason })}</Banner>}
      <div className="grid gap-x-12 gap-y-8 lg:grid-cols-[minmax(0,1fr)_18rem]">
        <ActionForm action={apply} said={t("appliedSaid")} className="grid gap-6" label={t("applyTitle")}>
          <FormField name="name" label={t("farmName")} defaultValue={farm?.name} maxLength={120} autoComplete="organization" />
          <div className="grid gap-5 sm:grid-cols-6">
            <FormField name="street" label={t("street")} defaultValue={farm?.street} autoComplete="street-address" className="sm:col-span-6" />
            <FormField name="city" label={t("city")} defaultValue={farm?.city} autoComplete="address-level2" className="sm:col-span-3" />
            <FormField name="state" label={t("state")} defaultValue={farm?.state} autoComplete="address-level1" className="sm:col-span-1" />
            <FormField name="zip" label={t("zip")} defaultValue={farm?.zip} autoComplete="postal-code" className="sm:col-span-2" />
          </div>
          <FormField name="contact_email" type="email" label={t("contactEmail")} hint={t("contactEmailHint")} defaultValue={farm?.contact_email ?? me.email} autoComplete="email" />
          <FormArea name="story" label={t("story")} hint={t("storyHint")} defaultValue={farm?.story} maxLength={5000} />
          <fieldset>
            <legend className="mb-1.5 font-medium">{t("grows")}</legend>
            <div className="grid grid-cols-2 gap-x-4 sm:grid-cols-3">{farmTags.map((tag) => <Checkbox key={tag} name="tags" value={tag} defaultChecked={farm?.tags.includes(tag)} label={t(`tag_${tag}`)} />)}</div>
            <FormError name="tags" />
          </fieldset>
          <div className="grid gap-5 sm:grid-cols-2">
            <FormField name="website" type="url" label={t("website")} hint={t("optional")} placeholder="https://" />
            <span className="max-sm:hidden" />
            <FormField name="location.latitude" label={t("latitude")} hint={t("locationMapHint")} inputMode="decimal" />
            <FormField name="location.longitude" label={t("longitude")} inputMode="decimal" />
          </div>
          <div><Submit size="large" busy={t("sending")}>{t("applySubmit")}</Submit></div>
        </ActionForm>
        <aside aria-label={t("applyHow")}>
          <h2 className="font-semibold">{t("applyHow")}</h2>
          <ol className="mt-3 grid gap-4 border-l-[6px] border-soil pl-5">
            {([1, 2, 3, 4] as const).map((n) => <li key={n}><p className="font-semibold">{t(`applyStep${n}`)}</p><p className="text-sm text-muted">{t(`applyStep${n}Text`)}</p></li>)}
          </ol>
          <p className="mt-6 text-sm text-muted">{t("applyListed")} <Link href="/farm/claim" className="font-semibold text-leaf hover:underline">{t("applyFind")}</Link></p>
        </aside>
      </div>
    </>
  );
}

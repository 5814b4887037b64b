import { CircleCheck, CirclePause } from "lucide-react";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { changeCoupon } from "@/features/tower/actions";
import { towerApi } from "@/features/tower/admin";
import { worthOf } from "@/features/tower/coupon_text";
import { ActionForm, FormField, Submit } from "@/features/tower/form";
import { Code, Facts, Head, Panel, textLink } from "@/features/tower/parts";
import { must } from "@/lib/api/problem";
import { moment } from "@/lib/format/dates";
import { formatMoney } from "@/lib/format/money";
import { getLocale, getT } from "@/lib/i18n";
import { Badge } from "@/ui/badge";
import { Link } from "@/ui/link";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getT("tower"))("coupon") };
}

export default async function Coupon({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const [client, t, locale] = [await towerApi(), await getT("tower"), await getLocale()];
  const answer = await client.GET("/api/v1/admin/coupons/{id}", { params: { path: { id } } });
  if (answer.response.status === 404 || answer.response.status === 422) notFound();
  const coupon = must(answer);
  const { terms } = coupon;
  const lastDay = terms.to ? new Date(Date.parse(terms.to) - 1).toISOString().slice(0, 10) : "";
  return (
    <>
      <Head title={<Code className="text-lg">{terms.code}</Code>} back={{ href: "/tower/shop", text: t("coupons") }} lead={coupon.description}>
        <span aria-live="polite">{coupon.paused ? <Badge icon={CirclePause}>{t("paused")}</Badge> : <Badge tone="leaf" icon={CircleCheck}>{t("active")}</Badge>}</span>
      </Head>
      <div className="grid divide-hair max-lg:divide-y lg:grid-cols-[1.6fr_1fr] lg:divide-x">
        <Panel title={t("terms")}>
          <Facts rows={[
            [t("colOff"), <strong key="o" className="price">{worthOf(locale, terms)}</strong>],
            [t("scope"), <>{t(`couponScope_${terms.scope}`)}{terms.of && <> <Code>{terms.of}</Code></>}</>],
            [t("minimum"), terms.minimum ? formatMoney(locale, terms.minimum) : t("none")],
            [t("fromDay"), terms.from ? moment(locale, terms.from) : t("atOnce")],
            [t("toDay"), terms.to ? moment(locale, terms.to) : t("open")],
            [t("combinable"), terms.combinable ? t("yes") : t("no")],
            [t("fundedBy"), terms.funded_by ? <Code key="f">{terms.funded_by}</Code> : t("theShop")],
            [t("colUsed"), <>{coupon.uses ?? 0}{coupon.uses_max !== undefined && ` / ${coupon.uses_max}`}</>],
            [t("usesEach"), coupon.uses_per_customer_max ?? t("noLimit")],
            [t("colMade"), moment(locale, coupon.created)], [t("colChanged"), moment(locale, coupon.updated)],
            [t("auditTrail"), <Link key="a" href={`/tower/audit?subject=${coupon.id}`} className={textLink}>{t("show")}</Link>],
          ]} />
        </Panel>
        <Panel title={t("change")}>
          <ActionForm id="pause" action={changeCoupon} hidden={{ coupon: id, paused: coupon.paused ? "false" : "true" }} className="mb-6"><Submit kind={coupon.paused ? "primary" : "secondary"} busy={t("saving")}>{coupon.paused ? t("resume") : t("pause")}</Submit></ActionForm>
          <ActionForm id="limits" action={changeCoupon} hidden={{ coupon: id }} className="border-t border-hair pt-5">
            <div className="grid gap-4">
              <FormField name="description" label={t("colDescription")} defaultValue={coupon.description} maxLength={200} />
              <FormField name="to" type="date" label={t("toDay")} defaultValue={lastDay} />
              <FormField name="uses_max" label={t("usesMax")} defaultValue={coupon.uses_max ?? ""} inputMode="numeric" />
              <FormField name="uses_per_customer_max" label={t("usesEach")} defaultValue={coupon.uses_per_customer_max ?? ""} inputMode="numeric" />
            </div>
            <div className="mt-4"><Submit kind="secondary" busy={t("saving")}>{t("save")}</Submit></div>
          </ActionForm>
        </Panel>
      </div>
    </>
  );
}

import { CirclePause, CircleCheck, Clock, Plus } from "lucide-react";
import { addCoupon, changeCoupon } from "@/features/desk/delivery_actions";
import { requireSeller } from "@/features/desk/data";
import { FormField, FormSelect, SheetForm, StepButton } from "@/features/desk/form";
import { DeskHead } from "@/features/desk/frame";
import { addDays } from "@/features/desk/reading";
import { must } from "@/lib/api/problem";
import { api } from "@/lib/api/server";
import { dayOf, fullDay } from "@/lib/format/dates";
import { formatMoney, localeTag } from "@/lib/format/money";
import { getLocale, getT } from "@/lib/i18n";
import { Landscape } from "@/ui/art/landscape";
import { Badge } from "@/ui/badge";
import { EmptyState } from "@/ui/empty_state";
import { Checkbox } from "@/ui/field";
import { Icon } from "@/ui/icon";

export async function generateMetadata() {
  return { title: (await getT("desk"))("navCoupons") };
}

export default async function Coupons() {
  const { farm } = await requireSeller("/farm/coupons");
  const [t, locale] = [await getT("desk"), await getLocale()];
  const coupons = must(await (await api()).GET("/api/v1/farms/mine/coupons", { params: { query: { limit: 100 } } })).items;
  const now = new Date().toISOString();
  const number = (value: number) => new Intl.NumberFormat(localeTag(locale), { maximumFractionDigits: 2 }).format(value);
  return (
    <>
      <DeskHead title={t("navCoupons")} text={t("couponsText")}>
        <SheetForm opener={t("addCoupon")} icon={<Icon of={Plus} />} kind="primary" size="medium" title={t("addCoupon")} action={addCoupon} said={t("couponAdded")} submit={t("addCoupon")} wide>
          <input type="hidden" name="time_zone" value={farm.time_zone} />
          <div className="grid gap-4 sm:grid-cols-2">
            <FormField name="code" label={t("code")} hint={t("codeHint")} inputClassName="font-mono uppercase" maxLength={64} autoComplete="off" />
            <FormSelect name="kind" label={t("takesOff")} defaultValue="percent"><option value="percent">{t("couponPercent")}</option><option value="amount">{t("couponAmount")}</option></FormSelect>
            <FormField name="percent" label={t("percentOff")} inputMode="decimal" trailing="%" />
            <FormField name="amount" label={t("amountOff")} inputMode="decimal" trailing="$" />
            <FormField name="minimum" label={t("couponMinimum")} hint={t("optional")} inputMode="decimal" trailing="$" />
            <FormField name="description" label={t("couponDescription")} hint={t("optional")} maxLength={200} />
            <FormField name="from" type="date" label={t("fromDay")} hint={t("optional")} />
            <FormField name="to" type="date" label={t("lastDay")} hint={t("optional")} />
            <FormField name="uses_max" label={t("usesMax")} hint={t("optional")} inputMode="numeric" />
            <FormField name="uses_per_customer_max" label={t("usesPerCustomer")} hint={t("optional")} inputMode="numeric" />
          </div>
          <Checkbox name="combinable" label={t("combinable")} />
        </SheetForm>
      </DeskHead>
      {coupons.length === 0 ? (
        <EmptyState art={<Landscape name={`${farm.name} coupons`} season="summer" kind="orchard" width={700} height={300} />} title={t("couponsEmpty")}>{t("couponsEmptyText")}</EmptyState>
      ) : (
        <ul className="border-t border-hair">
          {coupons.map((coupon) => {
            const ended = Boolean(coupon.terms.to && coupon.terms.to <= now);
            return (
              <li key={coupon.id} className="flex flex-wrap items-center gap-x-5 gap-y-2 border-b border-hair py-3">
                <div className="min-w-0 grow">
                  <p className="flex flex-wrap items-baseline gap-x-3"><span className="font-mono text-lg">{coupon.terms.code}</span><span className="font-semibold">{coupon.terms.amount ? t("offAmount", { amount: formatMoney(locale, coupon.terms.amount) }) : t("offPercent", { n: number(coupon.terms.percent_ppm / 10_000) })}</span></p>
                  <p className="text-sm text-muted">{[coupon.description, coupon.terms.minimum && t("fromAmount", { amount: formatMoney(locale, coupon.terms.minimum) }), coupon.terms.to && t("untilDay", { day: fullDay(locale, addDays(dayOf(coupon.terms.to, farm.time_zone), -1)) })].filter(Boolean).join(", ")}</p>
                </div>
                <span className="text-sm text-muted">{coupon.uses_max ? t("usedOf", { n: coupon.uses ?? 0, max: coupon.uses_max }) : t("used", { n: coupon.uses ?? 0 })}</span>
                {ended ? <Badge tone="muted" icon={Clock}>{t("couponEnded")}</Badge> : coupon.paused ? <Badge tone="plain" icon={CirclePause}>{t("couponPaused")}</Badge> : <Badge tone="leaf" icon={CircleCheck}>{t("couponLive")}</Badge>}
                {!ended && <StepButton action={changeCoupon} fields={{ id: coupon.id, paused: coupon.paused ? "no" : "yes" }} said={t("couponSaved")} label={t(coupon.paused ? "resumeOf" : "pauseOf", { name: coupon.terms.code })}>{t(coupon.paused ? "resume" : "pause")}</StepButton>}
              </li>
            );
          })}
        </ul>
      )}
    </>
  );
}

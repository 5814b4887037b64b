import { Tag } from "lucide-react";
import type { Schema } from "@/lib/api/types";
import { formatMoney } from "@/lib/format/money";
import { getLocale, getT } from "@/lib/i18n";
import { Icon } from "@/ui/icon";
import { changeCoupon } from "./actions";
import { CouponField } from "./coupon_field";

export async function CouponForm({ codes, states }: { codes: readonly string[]; states: readonly Schema<"PricedCoupon">[] }) {
  const [t, locale] = [await getT("checkout"), await getLocale()];
  const text = (coupon?: Schema<"PricedCoupon">) => {
    if (!coupon) return "";
    if (coupon.state === "applied") return `−${formatMoney(locale, coupon.discount)}`;
    if (coupon.state === "below_minimum") return coupon.missing ? t("couponMissing", { missing: formatMoney(locale, coupon.missing) }) : t("couponNot");
    return { not_valid_now: t("couponNotNow"), nothing_eligible: t("couponNothing"), not_combined: t("couponNotCombined") }[coupon.state];
  };
  return (
    <div className="mt-4">
      {codes.length > 0 && (
        <ul className="mb-3 grid gap-1">
          {codes.map((code) => (
            <li key={code} className="flex items-center gap-2 text-sm"><Icon of={Tag} size={15} className="text-leaf" /><span className="font-mono">{code}</span><span className="grow text-muted">{text(states.find((s) => s.code.toLowerCase() === code.toLowerCase()))}</span><CouponField code={code} change={changeCoupon} words={{ label: "", add: "", remove: t("removeCode", { code }), unknown: "", failed: "" }} /></li>
          ))}
        </ul>
      )}
      <details>
        <summary className="inline-flex min-h-11 items-center text-sm font-semibold text-leaf">{t("haveCode")}</summary>
        <CouponField change={changeCoupon} words={{ label: t("code"), add: t("addCode"), remove: "", unknown: t("codeUnknown"), failed: t("payFailed") }} />
      </details>
    </div>
  );
}

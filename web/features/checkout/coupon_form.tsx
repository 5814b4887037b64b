import { Tag } from "lucide-react";
import type { Box } from "@/features/cart/box";
import { formatMoney } from "@/lib/format/money";
import { getLocale, getT } from "@/lib/i18n";
import { Icon } from "@/ui/icon";
import { changeCoupon } from "./actions";
import { CouponField } from "./coupon_field";

/** The codes of the box, each with what it takes off or why it counts for nothing, and the field for another one. */
export async function CouponForm({ box }: { box: Box }) {
  const [t, locale] = [await getT("checkout"), await getLocale()];
  const codes = box.coupons;
  const of = (code: string) => (each: { code: string }) => each.code.toLowerCase() === code.toLowerCase();
  const troubles: Record<string, string> = { not_valid_now: t("couponNotNow"), nothing_eligible: t("couponNothing"), not_combined: t("couponNotCombined"), used_up: t("couponUsedUp"), unknown: t("couponUnknown") };
  const trouble = (code: string) => {
    const found = box.coupon_troubles?.find(of(code));
    return found && (found.missing ? t("couponMissing", { missing: formatMoney(locale, found.missing) }) : (troubles[found.reason] ?? t("couponNot")));
  };
  const saved = (code: string) => {
    const applied = box.pricing?.explanation.coupons.find(of(code));
    return applied?.state === "applied" ? `−${formatMoney(locale, applied.discount)}` : "";
  };
  return (
    <div className="mt-4">
      {codes.length > 0 && (
        <ul className="mb-3 grid gap-1">
          {codes.map((code) => (
            <li key={code} className="flex items-center gap-2 text-sm"><Icon of={Tag} size={15} className="text-leaf" /><span className="font-mono">{code}</span>{trouble(code) ? <span className="grow text-amber-text">{trouble(code)}</span> : <span className="grow text-muted">{saved(code)}</span>}<CouponField code={code} change={changeCoupon} words={{ label: "", add: "", remove: t("removeCode", { code }), unknown: "", failed: "" }} /></li>
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

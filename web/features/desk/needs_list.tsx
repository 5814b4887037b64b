import { BadgeCheck, CircleCheck, Clock3, FileWarning, MessageCircleWarning, PackageX, TriangleAlert, type LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { monthDay } from "@/lib/format/dates";
import { localeTag } from "@/lib/format/money";
import { getLocale, getT } from "@/lib/i18n";
import { Icon } from "@/ui/icon";
import { Link } from "@/ui/link";
import type { Need } from "./needs";
import { certificateShown, shortId } from "./part_state";

/** "Needs you", sorted by what spoils first. */
export async function NeedsList({ needs }: { needs: readonly Need[] }) {
  const [t, locale] = [await getT("desk"), await getLocale()];
  const number = (value: number) => new Intl.NumberFormat(localeTag(locale), { maximumFractionDigits: 3 }).format(value);
  if (needs.length === 0) return <p className="mt-3 flex items-center gap-2 text-muted"><Icon of={CircleCheck} className="text-leaf" />{t("needsNothing")}</p>;
  return (
    <ul className="mt-1">
      {needs.map((need, i) => {
        const { icon, tone, title, text, href, action } = shown(need);
        return (
          <li key={i} className="flex gap-3 border-b border-hair py-3 last:border-0">
            <Icon of={icon} size={18} className={`mt-0.5 ${tone}`} />
            <div className="min-w-0">
              <p className="font-semibold">{title}</p>
              <p className="text-sm text-muted">{text} <Link href={href} className="font-semibold text-leaf hover:underline">{action}</Link></p>
            </div>
          </li>
        );
      })}
    </ul>
  );

  function shown(need: Need): { icon: LucideIcon; tone: string; title: ReactNode; text: ReactNode; href: string; action: string } {
    switch (need.kind) {
      case "late":
        return { icon: Clock3, tone: "text-danger", title: t("needLate", { n: need.count }), text: t("needLateText", { day: monthDay(locale, need.due) }), href: "/farm/orders", action: t("needPack") };
      case "spoils":
        return {
          icon: Clock3, tone: need.days < 1 ? "text-danger" : "text-amber-text",
          title: need.days < 0 ? t("needSpoilt", { title: need.title }) : need.days === 0 ? t("needSpoilsToday", { title: need.title }) : t("needSpoils", { title: need.title, n: need.days }),
          text: t("needSpoilsText", { n: number(need.free), lot: need.lot }), href: `/farm/stock/${need.sku}`, action: t("needLook"),
        };
      case "low":
        return { icon: TriangleAlert, tone: "text-amber-text", title: t("needLow", { title: need.title }), text: t("needLowText", { n: number(need.free) }), href: `/farm/stock/new?sku=${need.sku}`, action: t("needAddStock") };
      case "complaint":
        return { icon: MessageCircleWarning, tone: "text-danger", title: t("needComplaint", { name: need.name }), text: t("needComplaintText", { order: shortId(need.order) }), href: `/farm/orders/${need.order}`, action: t("needAnswer") };
      case "certificate":
        return {
          icon: BadgeCheck, tone: need.status === "valid" ? "text-sky" : "text-danger",
          title: need.status === "valid" && need.days !== undefined ? t("needCertificate", { number: need.number, n: need.days }) : t("needCertificateState", { number: need.number, state: t(certificateShown[need.status as keyof typeof certificateShown].word).toLowerCase() }),
          text: need.due ? t("needCertificateText", { day: monthDay(locale, need.due) }) : t("needCertificateLook"), href: "/farm/certificates", action: t("needRenew"),
        };
      case "lapsed":
        return { icon: PackageX, tone: "text-danger", title: t("needLapsed", { title: need.title }), text: t("needLapsedText"), href: `/farm/products/${need.product}`, action: t("needLook") };
      case "draft":
        return { icon: FileWarning, tone: "text-sky", title: t("needDraft", { title: need.title }), text: t("needDraftText", { n: need.missing }), href: `/farm/products/${need.product}`, action: t("needComplete") };
    }
  }
}

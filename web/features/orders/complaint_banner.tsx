import { Check, CircleAlert } from "lucide-react";
import { PictureLinks } from "@/features/pictures/picture_links";
import type { Schema } from "@/lib/api/types";
import { moment } from "@/lib/format/dates";
import { formatMoney } from "@/lib/format/money";
import { getLocale, getT } from "@/lib/i18n";
import { Banner } from "@/ui/banner";
import type { Order } from "./data";
import { OtherOrder } from "./other_order";

/** A complaint, what the farm says to it and what the shop decided. */
export async function ComplaintBanner({ order, complaint }: { order: Order; complaint: Schema<"Complaint"> }) {
  const [t, locale] = [await getT("orders"), await getLocale()];
  const { answer, decision } = complaint;
  const titleOf = (sku: string) => order.lines.find((line) => line.sku === sku)?.title ?? sku;
  const named = (lines: Schema<"LineQuantity">[]) => lines.map(({ sku, quantity }) => `${quantity} × ${titleOf(sku)}`).join(", ");
  const refund = order.refunds.find(({ id }) => id === decision?.refund);
  const farm = order.parts.find((part) => part.farm === complaint.farm)?.farm_name ?? "";
  return (
    <Banner tone={decision ? "leaf" : "sky"} icon={decision ? Check : CircleAlert} className="mt-3">
      <p><strong>{t(`complaint_${complaint.status}`)}</strong> {named(complaint.lines)}</p>
      <p className="text-muted">{t("youSaid")} <span className="whitespace-pre-line">{complaint.text}</span></p>
      <PictureLinks urls={complaint.pictures} className="my-2" />
      {answer && <p className="mt-1">{t("farmSaid", { farm })} <span className="whitespace-pre-line">{answer.text}</span> <span className="text-sm text-muted">{moment(locale, answer.at)}</span></p>}
      {decision && (
        <div className="mt-2 border-t border-line pt-2">
          <p><strong>{refund ? t("decidedRefund", { total: formatMoney(locale, refund.amount) }) : t(`decided_${decision.resolution}`)}</strong> {decision.resolution === "replacement" && named(decision.lines)}</p>
          <p>{t("shopSaid")} <span className="whitespace-pre-line">{decision.text}</span> <span className="text-sm text-muted">{moment(locale, decision.at)}</span></p>
          {decision.replacement && <OtherOrder order={order} other={decision.replacement} word="seeReplacement" />}
        </div>
      )}
    </Banner>
  );
}

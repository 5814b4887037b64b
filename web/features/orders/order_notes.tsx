import { MessageSquareText } from "lucide-react";
import { moment } from "@/lib/format/dates";
import { getLocale, getT } from "@/lib/i18n";
import { Banner } from "@/ui/banner";
import type { Order } from "./data";

/** What a farm or the shop writes to the buyer, the newest first. */
export async function OrderNotes({ order }: { order: Order }) {
  const [t, locale] = [await getT("orders"), await getLocale()];
  return order.notes.toReversed().map((note) => (
    <Banner key={note.at} icon={MessageSquareText} className="mt-6">
      <p className="font-semibold">{t("noteFrom", { name: order.parts.find((part) => part.farm === note.farm)?.farm_name ?? "GreenHarvest" })} <span className="text-sm font-normal text-muted">{moment(locale, note.at)}</span></p>
      <p className="whitespace-pre-line [overflow-wrap:anywhere]">{note.text}</p>
    </Banner>
  ));
}

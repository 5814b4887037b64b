import type { Box } from "@/features/cart/box";
import type { Schema } from "@/lib/api/types";
import { shortDay, wallClock } from "@/lib/format/dates";
import { formatMoney } from "@/lib/format/money";
import { getLocale, getT } from "@/lib/i18n";
import { RadioCard } from "@/ui/radio_card";
import { PickUpPlaces } from "./pick_up_places";

// Of one farm: two rows of the desk.
const windows_shown = 8;

/** When each farm brings its part: its next windows, full ones with the reason. */
export async function DeliveryWindows({ box, offers }: { box: Box; offers: readonly Schema<"FarmOffer">[] }) {
  const [t, locale] = [await getT("checkout"), await getLocale()];
  // With steps by weight only they count, and what the box weighs is known with the total.
  const feeText = ({ fee, by_weight }: Schema<"FeeTable">) => {
    const [first, last] = [by_weight[0], by_weight.at(-1)];
    return first && last ? t("feeByWeight", { from: formatMoney(locale, first.fee), to: formatMoney(locale, last.fee) }) : formatMoney(locale, fee);
  };
  const chosen = new Map(box.deliveries.map((d) => [d.farm, d]));
  const troubles = new Map(box.delivery_troubles?.map((d) => [d.farm, d.reason]));
  return (
    <section aria-labelledby="when" className="mt-12">
      <h2 id="when" className="display text-2xl">{t("when")}</h2>
      {offers.map((offer) => {
        const mine = chosen.get(offer.farm);
        return (
          <fieldset key={offer.farm} className="mt-4">
            <legend className="mb-1.5 font-medium">{offer.farm_name}</legend>
            {offer.windows.length === 0 ? (
              <p className="text-muted">{offer.point_needed ? t("windowsNeedPoint") : !offer.elsewhere ? t("noWindows") : box.address?.zip ? t("windowsElsewhere", { zip: box.address.zip }) : t("windowsNeedPlace")}</p>
            ) : (
              <div className="grid grid-cols-2 gap-2 sm:grid-cols-4">
                {offer.windows.slice(0, windows_shown).map((window) => {
                  const fees = window.method === "pick_up" ? undefined : (offer.zones.find((z) => z.id === window.zone) ?? offer.zones[0])?.fees;
                  const point = offer.pickup_points.find((p) => p.id === window.pickup_point);
                  const text = window.places_left <= 0 ? t("windowFull") : [`${wallClock(locale, window.from)} – ${wallClock(locale, window.to)}`, window.method === "pick_up" ? (point?.name ?? t("pickUp")) : fees ? feeText(fees) : t("free")].join(", ");
                  return <RadioCard key={window.id} name={`delivery-${offer.farm}`} value={`${window.method}|${window.id}`} defaultChecked={mine?.window === window.id} disabled={window.places_left <= 0} title={shortDay(locale, window.day)} text={text} />;
                })}
              </div>
            )}
            <PickUpPlaces offer={offer} windows={offer.windows.slice(0, windows_shown)} />
            {offer.windows.length > 0 && offer.point_needed && <p className="mt-1.5 text-sm text-muted">{t("windowsMorePoint")}</p>}
            {offer.note && <p className="mt-1.5 text-sm text-muted">{offer.note}</p>}
            {troubles.has(offer.farm) && <p className="mt-1.5 text-sm text-amber-text">{t(troubles.get(offer.farm) === "point_needed" ? "windowsNeedPoint" : "windowTrouble")}</p>}
          </fieldset>
        );
      })}
    </section>
  );
}

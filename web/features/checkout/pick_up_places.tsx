import { Store } from "lucide-react";
import type { Schema } from "@/lib/api/types";
import { getT } from "@/lib/i18n";
import { Icon } from "@/ui/icon";

/** Where the windows that are shown for picking up are: the cards have room for a name only. */
export async function PickUpPlaces({ offer, windows }: { offer: Schema<"FarmOffer">; windows: readonly Schema<"WindowOffer">[] }) {
  const t = await getT("checkout");
  const wanted = new Set(windows.flatMap(({ method, pickup_point }) => (method === "pick_up" && pickup_point !== undefined ? [pickup_point] : [])));
  const places = offer.pickup_points.filter(({ id }) => wanted.has(id));
  if (places.length === 0) return null;
  return (
    <div className="mt-3 flex items-start gap-3">
      <Icon of={Store} className="mt-0.5 text-muted" />
      <div className="min-w-0 [overflow-wrap:anywhere]">
        <p className="text-sm text-muted">{t("pickUpPlaces")}</p>
        <ul>{places.map(({ id, name, address, note }) => <li key={id}><strong className="font-semibold">{name}</strong>, {address}{note && <span className="block text-muted">{note}</span>}</li>)}</ul>
      </div>
    </div>
  );
}

import { CalendarDays, MapPin, MessageCircle, PackageCheck, Store, Truck, type LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { addressLine } from "@/features/account/address";
import { nextWindows } from "@/features/product/data";
import { longDay, moment, wallClock } from "@/lib/format/dates";
import { formatMoney } from "@/lib/format/money";
import { getLocale, getT } from "@/lib/i18n";
import { Crest } from "@/ui/art/crest";
import { Badge } from "@/ui/badge";
import { Icon } from "@/ui/icon";
import type { Order } from "./data";
import { tones } from "./tones";

/** Where the goods go and how: of one farm, or of each its own part with what has become of it. */
export async function OrderParts({ order }: { order: Order }) {
  const t = await getT("orders");
  const several = order.parts.length > 1;
  const to = order.parts.find(({ delivery }) => delivery?.method === "delivery" && delivery.address)?.delivery?.address;
  return (
    <section aria-labelledby="where" className="border-t border-hair pt-6">
      <h2 id="where" className="display text-2xl">{t(several ? "eachFarm" : "whereAndWhen")}</h2>
      {to && <Fact icon={MapPin} name={t("goesTo")}><span className="block">{to.name}</span>{addressLine(to)}{to.phone && <span className="block text-muted">{to.phone}</span>}</Fact>}
      {several ? (
        <ul className="mt-4 border-t border-hair">
          {order.parts.map((part) => (
            <li key={part.farm} className="border-b border-hair py-4">
              <h3 className="flex flex-wrap items-center gap-x-3 gap-y-1"><Crest name={part.farm_name} size={32} /><span className="min-w-0 grow font-semibold">{part.farm_name}</span><Badge tone={tones[part.status] ?? "muted"}>{t(`status_${part.status}`)}</Badge></h3>
              <PartFacts part={part} />
            </li>
          ))}
        </ul>
      ) : order.parts.map((part) => <PartFacts key={part.farm} part={part} />)}
    </section>
  );
}

async function PartFacts({ part }: { part: Order["parts"][number] }) {
  const [t, locale] = [await getT("orders"), await getLocale()];
  const { delivery, shipment, handover } = part;
  const point = delivery?.pick_up;
  // What the farm says of the place now: the order keeps its name and address.
  const note = point && (await nextWindows(part.farm))?.pickup_points.find(({ id }) => String(id) === point.id)?.note;
  const window = delivery?.window;
  return (
    <>
      {(window || !handover) && (
        <Fact icon={CalendarDays} name={t(delivery?.method === "pick_up" ? "pickedUpOn" : "comesOn")}>
          {window ? `${longDay(locale, window.day)}, ${wallClock(locale, window.from)} – ${wallClock(locale, window.to)}` : t("agreed")}
          {part.delivery_fee.amount > 0 && <span className="block text-muted">{t("deliveryFee", { fee: formatMoney(locale, part.delivery_fee) })}</span>}
        </Fact>
      )}
      {point && <Fact icon={Store} name={t("pickUpAt")}><span className="block">{point.name}</span>{point.address}{note && <span className="block text-muted">{note}</span>}</Fact>}
      {delivery?.note && <Fact icon={MessageCircle} name={t("yourNote")}>{delivery.note}</Fact>}
      {shipment && (
        <Fact icon={Truck} name={t("left")}>
          {[moment(locale, shipment.at), shipment.carrier, shipment.tour].filter(Boolean).join(", ")}
          {shipment.tracking && <span className="block text-muted">{t("tracking")} <Tracking of={shipment.tracking} /></span>}
        </Fact>
      )}
      {handover && <Fact icon={PackageCheck} name={t("handedOver")}>{[moment(locale, handover.at), handover.to].filter(Boolean).join(", ")}{handover.note && <span className="block text-muted">{handover.note}</span>}</Fact>}
    </>
  );
}

function Fact({ icon, name, children }: { icon: LucideIcon; name: string; children: ReactNode }) {
  return <div className="mt-3 flex items-start gap-3"><Icon of={icon} className="mt-0.5 text-muted" /><div className="min-w-0 [overflow-wrap:anywhere]"><p className="text-sm text-muted">{name}</p><p>{children}</p></div></div>;
}

/** A number, or where the carrier shows it: a farm may enter either. */
function Tracking({ of }: { of: string }) {
  const follows = of.startsWith("https://") && URL.canParse(of);
  return follows ? <a href={of} rel="nofollow noopener noreferrer" className="font-mono text-leaf underline underline-offset-4">{new URL(of).host}</a> : <span className="font-mono text-ink">{of}</span>;
}

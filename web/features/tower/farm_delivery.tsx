import { CalendarX } from "lucide-react";
import { must } from "@/lib/api/problem";
import type { Schema } from "@/lib/api/types";
import { moment, shortDay, wallClock } from "@/lib/format/dates";
import { formatMoney, localeTag } from "@/lib/format/money";
import { getLocale, getT } from "@/lib/i18n";
import { Badge } from "@/ui/badge";
import { towerApi } from "./admin";
import { Nothing, Panel } from "./parts";

type Farm = Schema<"OwnFarmView">;
const windows_shown = 8;
const metres_per_mile = 1609.344;

/** Where a farm delivers, when, and what is booked of it: the same as its desk shows, to read. The farm's own clock counts here. */
export async function FarmDelivery({ farm }: { farm: Farm }) {
  const [t, desk, locale, client] = [await getT("tower"), await getT("desk"), await getLocale(), await towerApi()];
  const path = { id: farm.id };
  const [plan, windows] = await Promise.all([
    client.GET("/api/v1/admin/farms/{id}/delivery", { params: { path } }).then(must),
    client.GET("/api/v1/admin/farms/{id}/delivery/windows", { params: { path, query: { from: new Date().toISOString(), limit: windows_shown } } }).then(must),
  ]);
  const zones = new Map(plan.zones.map((zone) => [zone.id, zone.name]));
  const points = new Map(farm.pickup_points.map((point) => [point.id, point.name]));
  const miles = (metres: number) => new Intl.NumberFormat(localeTag(locale), { maximumFractionDigits: 1 }).format(metres / metres_per_mile);
  const where = (row: { method: string; zones: number[]; pickup_point?: number }) => (row.method === "pick_up" ? (points.get(row.pickup_point) ?? desk("methodPickUp")) : row.zones.map((id) => zones.get(id) ?? id).join(", ") || desk("allZones"));
  const times = (row: { from: string; to: string }) => `${wallClock(locale, row.from)} – ${wallClock(locale, row.to)}`;
  const line = "flex flex-wrap items-baseline gap-x-4 gap-y-0.5 border-b border-hair py-2 last:border-0";
  const nothing = plan.zones.length === 0 && plan.weekly.length === 0 && windows.items.length === 0;
  return (
    <Panel id="delivery" title={t("farmDelivery")} note={t("farmDeliveryTimes", { zone: plan.time_zone || "UTC" })}>
      {nothing ? <Nothing title={t("farmDeliveryNone")}>{t("farmDeliveryNoneText")}</Nothing> : (
        <div className="grid gap-5">
          <section aria-labelledby="delivery-zones">
            <h3 id="delivery-zones" className="font-semibold">{desk("zones")}</h3>
            {plan.zones.length === 0 ? <p className="py-2 text-muted">{t("farmZonesNone")}</p> : (
              <ul>{plan.zones.map((zone) => (
                <li key={zone.id} className={line}>
                  <span className="min-w-0 grow [overflow-wrap:anywhere]">{zone.name} <span className="text-sm text-muted">{zone.circle ? desk("withinMiles", { n: miles(zone.circle.radius_m) }) : zone.postcodes.join(", ")}</span></span>
                  <span>{formatMoney(locale, zone.fee)}{zone.by_value[0] && <span className="text-sm text-muted"> {desk("freeFromAmount", { amount: formatMoney(locale, zone.by_value[0].from) })}</span>}</span>
                </li>
              ))}</ul>
            )}
          </section>
          <section aria-labelledby="delivery-weekly">
            <h3 id="delivery-weekly" className="font-semibold">{desk("weekly")}</h3>
            {plan.weekly.length === 0 ? <p className="py-2 text-muted">{desk("weeklyNothing")}</p> : (
              <ul>{plan.weekly.map((row) => (
                <li key={row.id} className={line}>
                  <span className="min-w-0 grow">{desk(`day_${row.day}`)}, {times(row)} <span className="text-sm text-muted">{where(row)}</span></span>
                  <span>{desk("placesN", { n: row.places })}</span>
                </li>
              ))}</ul>
            )}
          </section>
          <section aria-labelledby="delivery-windows">
            <h3 id="delivery-windows" className="font-semibold">{desk("windows")}</h3>
            {windows.items.length === 0 ? <p className="py-2 text-muted">{desk("windowsNothing")}</p> : (
              <ul>{windows.items.map((row) => (
                <li key={row.id} className={line}>
                  <span className="min-w-0 grow">{shortDay(locale, row.day)}, {times(row)} <span className="text-sm text-muted">{where(row)}, {desk("cutOffAt", { time: moment(locale, row.cut_off, plan.time_zone || "UTC") })}</span></span>
                  {row.state !== "open" && <Badge tone="plain" icon={CalendarX}>{desk(`window_${row.state}`)}</Badge>}
                  <span>{desk("takenOf", { n: row.taken, places: row.places })}</span>
                </li>
              ))}</ul>
            )}
            {windows.next_cursor && <p className="mt-1 text-sm text-muted">{t("farmWindowsMore", { n: windows_shown })}</p>}
          </section>
        </div>
      )}
    </Panel>
  );
}

import { CalendarX, Pencil, Plus, Truck } from "lucide-react";
import { addWindow, changeBlackouts, changeWindow, removeWeekly, removeZone, saveRules, saveWeekly, saveZone } from "@/features/desk/delivery_actions";
import { requireSeller } from "@/features/desk/data";
import { ActionForm, FormArea, FormError, FormField, FormSelect, SheetForm, StepButton, Submit } from "@/features/desk/form";
import { DeskHead, Part } from "@/features/desk/frame";
import { MinimumOrder } from "@/features/desk/minimum_order";
import { moneyText, poundsText } from "@/features/desk/reading";
import { must } from "@/lib/api/problem";
import { api } from "@/lib/api/server";
import type { Schema } from "@/lib/api/types";
import { fullDay, moment, shortDay, wallClock } from "@/lib/format/dates";
import { formatMoney, localeTag } from "@/lib/format/money";
import { getLocale, getT } from "@/lib/i18n";
import { Badge } from "@/ui/badge";
import { Checkbox } from "@/ui/field";
import { Icon } from "@/ui/icon";

const weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;
const metres_per_mile = 1609.344;
/** Rows for steps that are added; once saved there are as many again. */
const weight_steps_free = 2;

export async function generateMetadata() {
  return { title: (await getT("desk"))("navDelivery") };
}

export default async function Delivery() {
  const { farm, today } = await requireSeller("/farm/delivery");
  const [t, locale] = [await getT("desk"), await getLocale()];
  const client = await api();
  const [plan, windows] = await Promise.all([client.GET("/api/v1/farms/mine/delivery").then(must), client.GET("/api/v1/farms/mine/delivery/windows", { params: { query: { from: `${today}T00:00:00Z`, limit: 30 } } }).then(must)]);
  const number = (value: number) => new Intl.NumberFormat(localeTag(locale), { maximumFractionDigits: 1 }).format(value);
  const zone = new Map(plan.zones.map((one) => [one.id, one.name]));
  const points = new Map(farm.pickup_points.map((point) => [point.id, point.name]));
  const owner = farm.role === "owner";
  const whereOf = (row: { method: string; zones: number[]; pickup_point?: number }) => (row.method === "pick_up" ? (points.get(row.pickup_point) ?? t("methodPickUp")) : row.zones.length > 0 ? row.zones.map((id) => zone.get(id) ?? id).join(", ") : t("allZones"));

  const feeText = ({ fee, by_weight }: Schema<"ZoneView">) => (by_weight.length === 0 ? formatMoney(locale, fee) : by_weight.map((step) => t("stepText", { weight: poundsText(step.grams_max), fee: formatMoney(locale, step.fee) })).join(", "));

  const zoneFields = (row?: Schema<"ZoneView">) => (
    <>
      {row && <input type="hidden" name="id" value={row.id} />}
      <FormField name="name" label={t("zoneName")} defaultValue={row?.name} maxLength={60} />
      <FormSelect name="shape" label={t("zoneShape")} hint={t("zoneShapeHint")} defaultValue={row?.circle ? "circle" : "postcodes"}><option value="postcodes">{t("zonePostcodes")}</option><option value="circle">{t("zoneCircle")}</option></FormSelect>
      <FormArea name="postcodes" label={t("zonePostcodes")} hint={t("zonePostcodesHint")} defaultValue={row?.postcodes.join(", ")} rows={2} />
      <div className="grid gap-4 sm:grid-cols-3">
        <FormField name="circle.centre.latitude" label={t("latitude")} defaultValue={row?.circle?.centre.latitude ?? farm.location?.latitude} inputMode="decimal" />
        <FormField name="circle.centre.longitude" label={t("longitude")} defaultValue={row?.circle?.centre.longitude ?? farm.location?.longitude} inputMode="decimal" />
        <FormField name="circle.miles" label={t("radiusMiles")} defaultValue={row?.circle ? Math.round((row.circle.radius_m / metres_per_mile) * 10) / 10 : ""} inputMode="decimal" />
      </div>
      <div className="grid gap-4 sm:grid-cols-2">
        <FormField name="fee" label={t("fee")} defaultValue={row ? moneyText(row.fee.amount) : ""} inputMode="decimal" trailing="$" />
        <FormField name="free_from" label={t("freeFrom")} hint={t("optional")} defaultValue={row?.by_value[0] ? moneyText(row.by_value[0].from.amount) : ""} inputMode="decimal" trailing="$" />
      </div>
      <fieldset>
        <legend className="font-medium">{t("byWeight")}</legend>
        <p className="mb-3 text-sm text-muted">{t("byWeightHint")}</p>
        {[...(row?.by_weight ?? []), ...Array.from({ length: weight_steps_free }, () => undefined)].map((step, n) => (
          <div key={n} className="mb-3 grid grid-cols-2 gap-4">
            <input type="hidden" name="step" value={n} />
            <FormField name={`by_weight.${n}.pounds`} label={t("stepUpTo", { n: n + 1 })} defaultValue={step ? poundsText(step.grams_max) : ""} inputMode="decimal" trailing="lb" />
            <FormField name={`by_weight.${n}.price`} label={t("stepCosts", { n: n + 1 })} defaultValue={step ? moneyText(step.fee.amount) : ""} inputMode="decimal" trailing="$" />
          </div>
        ))}
      </fieldset>
    </>
  );
  const windowFields = (row?: Schema<"WeeklyWindowView">) => (
    <>
      <FormSelect name="method" label={t("how")} defaultValue={row?.method ?? (plan.zones.length > 0 ? "delivery" : "pick_up")}><option value="delivery">{t("methodDelivery")}</option><option value="pick_up">{t("methodPickUp")}</option></FormSelect>
      {plan.zones.length > 0 && (
        <fieldset>
          <legend className="mb-1 font-medium">{t("zones")} <span className="font-normal text-muted">{t("zonesHint")}</span></legend>
          <div className="flex flex-wrap gap-x-6">{plan.zones.map((one) => <Checkbox key={one.id} name="zones" value={one.id} defaultChecked={row?.zones.includes(one.id)} label={one.name} />)}</div>
          <FormError name="zones" />
        </fieldset>
      )}
      <FormSelect name="pickup_point" label={t("pickupPoint")} hint={farm.pickup_points.length === 0 ? t("pickupFirst") : t("pickupHint")} defaultValue={row?.pickup_point ?? ""}><option value="">–</option>{farm.pickup_points.map((point) => <option key={point.id} value={point.id ?? ""}>{point.name}</option>)}</FormSelect>
      <div className="grid gap-4 sm:grid-cols-3">
        <FormField name="from" type="time" label={t("fromTime")} defaultValue={row?.from ?? "16:00"} />
        <FormField name="to" type="time" label={t("toTime")} defaultValue={row?.to ?? "19:00"} />
        <FormField name="places" label={t("placesLabel")} defaultValue={row?.places ?? 20} inputMode="numeric" />
      </div>
      <FormField name="note" label={t("note")} hint={t("noteShopper")} defaultValue={row?.note} maxLength={500} />
    </>
  );
  const line = "flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-hair py-2.5";
  return (
    <>
      <DeskHead title={t("navDelivery")} text={t("deliveryText", { zone: plan.time_zone || "UTC" })} />
      <div className="grid gap-x-10 gap-y-10 xl:grid-cols-[minmax(0,1fr)_19rem]">
        <div className="grid min-w-0 content-start gap-10">
          <Part id="zones" title={t("zones")} actions={owner && <SheetForm opener={t("addZone")} icon={<Icon of={Plus} size={16} />} title={t("addZone")} action={saveZone} said={t("zoneSaved")} submit={t("addZone")}>{zoneFields()}</SheetForm>}>
            {plan.zones.length === 0 ? <p className="border-t border-hair py-3 text-muted">{t("zonesNothing")}</p> : (
              <ul className="border-t border-hair">{plan.zones.map((row) => (
                <li key={row.id} className={line}>
                  <span className="min-w-0 grow"><span className="font-semibold">{row.name}</span><span className="block text-sm text-muted">{row.circle ? t("withinMiles", { n: number(row.circle.radius_m / metres_per_mile) }) : row.postcodes.join(", ")}</span></span>
                  <span className="text-right">{feeText(row)}{row.by_value[0] && <span className="block text-sm text-muted">{t("freeFromAmount", { amount: formatMoney(locale, row.by_value[0].from) })}</span>}</span>
                  {owner && <span className="flex gap-2"><SheetForm opener={t("edit")} openerLabel={t("editOf", { name: row.name })} icon={<Icon of={Pencil} size={15} />} title={row.name} action={saveZone} said={t("zoneSaved")} submit={t("save")}>{zoneFields(row)}</SheetForm><StepButton action={removeZone} fields={{ id: String(row.id) }} kind="quiet" said={t("removed")} label={t("removeOf", { name: row.name })}>{t("remove")}</StepButton></span>}
                </li>
              ))}</ul>
            )}
          </Part>
          <Part id="weekly" title={t("weekly")} note={t("weeklyNote", { n: plan.weeks_ahead })} actions={owner && (
            <SheetForm opener={t("addWeekly")} icon={<Icon of={Plus} size={16} />} title={t("addWeekly")} action={saveWeekly} said={t("windowSaved")} submit={t("addWeekly")}>
              <FormSelect name="day" label={t("day")} defaultValue="tuesday">{weekdays.map((day) => <option key={day} value={day}>{t(`day_${day}`)}</option>)}</FormSelect>
              {windowFields()}
            </SheetForm>
          )}>
            {plan.weekly.length === 0 ? <p className="border-t border-hair py-3 text-muted">{t("weeklyNothing")}</p> : (
              <ul className="border-t border-hair">{plan.weekly.map((row) => (
                <li key={row.id} className={line}>
                  <span className="min-w-0 grow"><span className="font-semibold">{t(`day_${row.day}`)}, {wallClock(locale, row.from)} – {wallClock(locale, row.to)}</span><span className="block text-sm text-muted">{t(row.method === "pick_up" ? "methodPickUp" : "methodDelivery")}: {whereOf(row)}</span></span>
                  <span>{t("placesN", { n: row.places })}</span>
                  {owner && <span className="flex gap-2"><SheetForm opener={t("edit")} openerLabel={t("editOf", { name: t(`day_${row.day}`) })} icon={<Icon of={Pencil} size={15} />} title={t("weekly")} action={saveWeekly} said={t("windowSaved")} submit={t("save")}>
                    <input type="hidden" name="id" value={row.id} />
                    <FormSelect name="day" label={t("day")} defaultValue={row.day}>{weekdays.map((day) => <option key={day} value={day}>{t(`day_${day}`)}</option>)}</FormSelect>
                    {windowFields(row)}
                  </SheetForm><StepButton action={removeWeekly} fields={{ id: String(row.id) }} kind="quiet" said={t("removed")} label={t("removeOf", { name: t(`day_${row.day}`) })}>{t("remove")}</StepButton></span>}
                </li>
              ))}</ul>
            )}
          </Part>
          <Part id="windows" title={t("windows")} actions={owner && (
            <SheetForm opener={t("addWindow")} icon={<Icon of={Plus} size={16} />} title={t("addWindow")} action={addWindow} said={t("windowSaved")} submit={t("addWindow")}>
              <FormField name="day" type="date" label={t("day")} min={today} />
              {windowFields()}
            </SheetForm>
          )}>
            {windows.items.length === 0 ? <p className="border-t border-hair py-3 text-muted">{t("windowsNothing")}</p> : (
              <ul className="border-t border-hair">{windows.items.map((row) => (
                <li key={row.id} className={line}>
                  <span className="min-w-0 grow"><span className="font-semibold">{shortDay(locale, row.day)}, {wallClock(locale, row.from)} – {wallClock(locale, row.to)}</span><span className="block text-sm text-muted">{whereOf(row)}, {t("cutOffAt", { time: moment(locale, row.cut_off, farm.time_zone || "UTC") })}</span></span>
                  <span className="text-sm">{t("takenOf", { n: row.taken, places: row.places })}</span>
                  {row.state !== "open" && <Badge tone="plain" icon={CalendarX}>{t(`window_${row.state}`)}</Badge>}
                  {owner && row.state !== "withdrawn" && (
                    <span className="flex gap-2">
                      <SheetForm opener={t("placesLabel")} openerLabel={t("placesOf", { day: shortDay(locale, row.day) })} title={t("placesOf", { day: shortDay(locale, row.day) })} action={changeWindow} said={t("windowSaved")} submit={t("save")}><input type="hidden" name="id" value={row.id} /><FormField name="places" label={t("placesLabel")} hint={t("placesHint", { n: row.taken })} defaultValue={row.places} inputMode="numeric" /></SheetForm>
                      <StepButton action={changeWindow} fields={{ id: row.id, closed: row.state === "open" ? "yes" : "no" }} kind="quiet" said={t("windowSaved")} label={t(row.state === "open" ? "closeOf" : "openOf", { day: shortDay(locale, row.day) })}>{t(row.state === "open" ? "closeWindow" : "openWindow")}</StepButton>
                    </span>
                  )}
                </li>
              ))}</ul>
            )}
          </Part>
        </div>
        <div className="grid content-start gap-10">
          <Part id="rules" title={t("rules")}>
            <ActionForm action={saveRules} said={t("rulesSaved")} className="mt-2 border-t border-hair pt-4" label={t("rules")}>
              <fieldset disabled={!owner} className="grid gap-4">
                <div className="grid grid-cols-2 gap-4"><FormField name="cut_off.days_before" label={t("cutOffDays")} defaultValue={plan.cut_off.days_before} inputMode="numeric" /><FormField name="cut_off.at" type="time" label={t("cutOffTime")} defaultValue={plan.cut_off.at} /></div>
                <FormField name="weeks_ahead" label={t("weeksAhead")} defaultValue={plan.weeks_ahead} inputMode="numeric" />
                <FormField name="minimum" label={t("minimum")} hint={t("minimumHint")} defaultValue={plan.minimum ? moneyText(plan.minimum.amount) : ""} inputMode="decimal" trailing="$" />
                <FormArea name="note" label={t("noteShopper")} defaultValue={plan.note} maxLength={500} rows={2} />
                {owner && <div><Submit kind="secondary" busy={t("saving")}>{t("save")}</Submit></div>}
              </fieldset>
            </ActionForm>
          </Part>
          <MinimumOrder owner={owner} />
          <Part id="blackouts" title={t("blackouts")} actions={owner && (
            <SheetForm opener={t("addBlackout")} icon={<Icon of={Plus} size={16} />} title={t("addBlackout")} action={changeBlackouts} said={t("blackoutSaved")} submit={t("addBlackout")}>
              <div className="grid grid-cols-2 gap-4"><FormField name="from" type="date" label={t("fromDay")} min={today} /><FormField name="to" type="date" label={t("toDay")} min={today} /></div>
              <FormField name="reason" label={t("reason")} maxLength={120} />
            </SheetForm>
          )}>
            {plan.blackouts.length === 0 ? <p className="border-t border-hair py-3 text-muted">{t("blackoutsNothing")}</p> : <ul className="border-t border-hair">{plan.blackouts.map((row, i) => <li key={i} className={line}><span className="grow"><span className="font-semibold">{row.from === row.to ? fullDay(locale, row.from) : `${fullDay(locale, row.from)} – ${fullDay(locale, row.to)}`}</span><span className="block text-sm text-muted">{row.reason}</span></span>{owner && <StepButton action={changeBlackouts} fields={{ remove: String(i) }} kind="quiet" said={t("removed")} label={t("removeOf", { name: row.reason })}>{t("remove")}</StepButton>}</li>)}</ul>}
          </Part>
          <p className="flex gap-2 text-sm text-muted"><Icon of={Truck} className="mt-0.5" />{t("deliveryHelp")}</p>
        </div>
      </div>
    </>
  );
}

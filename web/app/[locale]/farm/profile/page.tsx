import { ExternalLink, MapPin, Plus } from "lucide-react";
import { requireFarm } from "@/features/desk/data";
import { addField, saveOpeningTimes, savePickupPoint, saveProfile } from "@/features/desk/farm_actions";
import { ActionForm, FormArea, FormError, FormField, FormSelect, SheetForm, StepButton, Submit } from "@/features/desk/form";
import { DeskHead, Part } from "@/features/desk/frame";
import { dateRows, weekRows, type DateRow } from "@/features/desk/opening";
import { PictureRows } from "@/features/desk/picture_rows";
import { farmTags, timeZones } from "@/features/desk/tags";
import { fullDay } from "@/lib/format/dates";
import { acres } from "@/lib/format/units";
import { getLocale, getT } from "@/lib/i18n";
import { landKind, seasonOf } from "@/ui/art/land";
import { Landscape } from "@/ui/art/landscape";
import { Banner } from "@/ui/banner";
import { buttonClass } from "@/ui/button";
import { Checkbox } from "@/ui/field";
import { Icon } from "@/ui/icon";
import { Link } from "@/ui/link";

const timeInput = "min-h-9 min-w-0 rounded-control border border-line bg-surface px-2 text-sm max-md:min-h-11";
/** For dates that are added; once saved there is room for the next ones. */
const emptyDates: readonly DateRow[] = Array.from({ length: 2 }, () => ({ date: "", opens: "", closes: "", note: "" }));

export async function generateMetadata() {
  return { title: (await getT("desk"))("navProfile") };
}

export default async function Profile() {
  const { farm } = await requireFarm("/farm/profile");
  const [t, locale] = [await getT("desk"), await getLocale()];
  const owner = farm.role === "owner";
  return (
    <>
      <DeskHead title={t("navProfile")} text={t("profileText")}>
        {farm.status === "verified" && <Link href={`/farms/${farm.slug}`} className={buttonClass("secondary")}><Icon of={ExternalLink} />{t("seePage")}</Link>}
      </DeskHead>
      <div className="mb-8 aspect-[4/1] overflow-hidden rounded-card [&>svg]:size-full"><Landscape name={farm.name} season={seasonOf(new Date())} kind={landKind(farm.name, farm.tags)} width={1080} height={270} /></div>
      {!owner && <Banner icon={MapPin} className="mb-6">{t("ownerOnly")}</Banner>}
      <div className="grid gap-x-10 gap-y-10 xl:grid-cols-[minmax(0,1fr)_22rem]">
        <ActionForm key={farm.updated} action={saveProfile} said={t("profileSaved")} className="min-w-0" label={t("navProfile")}>
          <fieldset disabled={!owner} className="grid gap-6">
            <div className="grid gap-5 sm:grid-cols-2">
              <FormField name="name" label={t("farmName")} defaultValue={farm.name} maxLength={120} className="sm:col-span-2" />
              <FormArea name="story" label={t("story")} hint={t("storyHint")} defaultValue={farm.story} maxLength={5000} rows={5} className="sm:col-span-2" />
            </div>
            <div className="grid gap-5 sm:grid-cols-6">
              <FormField name="street" label={t("street")} defaultValue={farm.street} autoComplete="street-address" className="sm:col-span-6" />
              <FormField name="city" label={t("city")} defaultValue={farm.city} className="sm:col-span-3" />
              <FormField name="state" label={t("state")} defaultValue={farm.state} className="sm:col-span-1" />
              <FormField name="zip" label={t("zip")} defaultValue={farm.zip} className="sm:col-span-2" />
              <FormField name="location.latitude" label={t("latitude")} hint={t("locationMapHint")} defaultValue={farm.location?.latitude} inputMode="decimal" className="sm:col-span-3" />
              <FormField name="location.longitude" label={t("longitude")} defaultValue={farm.location?.longitude} inputMode="decimal" className="sm:col-span-3" />
            </div>
            <div className="grid gap-5 sm:grid-cols-2">
              <FormField name="contact_email" type="email" label={t("contactEmail")} defaultValue={farm.contact_email} />
              <FormSelect name="time_zone" label={t("timeZone")} defaultValue={farm.time_zone}>{[...new Set([...(farm.time_zone ? [farm.time_zone] : []), ...timeZones])].map((zone) => <option key={zone} value={zone}>{zone.replaceAll("_", " ")}</option>)}</FormSelect>
              <div><FormField name="phone" type="tel" label={t("phone")} defaultValue={farm.phone} /><Checkbox name="phone_public" defaultChecked={farm.phone_public} label={t("phonePublic")} className="mt-1" /></div>
              <FormField name="website" type="url" label={t("website")} defaultValue={farm.website} placeholder="https://" />
              <FormField name="facebook" type="url" label="Facebook" defaultValue={farm.facebook} placeholder="https://" />
              <FormField name="twitter" type="url" label="X" defaultValue={farm.twitter} placeholder="https://" />
              <FormField name="delivery_area.text" label={t("areaText")} hint={t("areaHint")} defaultValue={farm.delivery_area?.text} maxLength={300} />
              <FormField name="delivery_area.radius_km" label={t("areaRadius")} defaultValue={farm.delivery_area?.radius_km ?? ""} inputMode="numeric" />
            </div>
            <fieldset>
              <legend className="mb-1.5 font-medium">{t("grows")}</legend>
              <div className="grid grid-cols-2 gap-x-4 sm:grid-cols-3">{farmTags.map((tag) => <Checkbox key={tag} name="tags" value={tag} defaultChecked={farm.tags.includes(tag)} label={t(`tag_${tag}`)} />)}</div>
              <FormError name="tags" />
            </fieldset>
            <div>
              <h2 className="mb-1 font-semibold">{t("groupPictures")}</h2>
              <p className="mb-4 text-sm text-muted">{t("picturesHint")}</p>
              <PictureRows name="pictures" marker="picture" initial={farm.pictures} />
            </div>
            {owner && <div><Submit busy={t("saving")}>{t("save")}</Submit></div>}
          </fieldset>
        </ActionForm>
        <div className="grid content-start gap-10">
          <Part id="fields" title={t("fields")} actions={owner && (
            <SheetForm opener={t("addField")} icon={<Icon of={Plus} size={16} />} title={t("addField")} action={addField} said={t("fieldAdded")} submit={t("addField")}>
              <FormField name="name" label={t("fieldName")} maxLength={80} />
              <FormField name="acres" label={t("acres")} hint={t("optional")} inputMode="decimal" />
              <div className="grid gap-4 sm:grid-cols-2"><FormField name="location.latitude" label={t("latitude")} hint={t("optional")} inputMode="decimal" /><FormField name="location.longitude" label={t("longitude")} inputMode="decimal" /></div>
            </SheetForm>
          )}>
            {farm.fields.length === 0 ? <p className="border-t border-hair py-3 text-muted">{t("noFieldsText")}</p> : <ul className="border-t border-hair">{farm.fields.map((field) => <li key={field.id} className="flex justify-between gap-4 border-b border-hair py-2.5"><span className="font-semibold">{field.name}</span>{field.area_m2 !== undefined && <span className="text-muted">{t("acresN", { n: acres(locale, field.area_m2) })}</span>}</li>)}</ul>}
          </Part>
          <Part id="pickup" title={t("pickupPoints")} actions={owner && (
            <SheetForm opener={t("addPickup")} icon={<Icon of={Plus} size={16} />} title={t("addPickup")} action={savePickupPoint} said={t("pickupSaved")} submit={t("addPickup")}>
              <FormField name="name" label={t("placeName")} maxLength={120} />
              <FormField name="street" label={t("street")} />
              <div className="grid gap-4 sm:grid-cols-[1fr_5rem_7rem]"><FormField name="city" label={t("city")} /><FormField name="state" label={t("state")} /><FormField name="zip" label={t("zip")} /></div>
              <FormField name="note" label={t("note")} hint={t("optional")} maxLength={500} />
            </SheetForm>
          )}>
            {farm.pickup_points.length === 0 ? <p className="border-t border-hair py-3 text-muted">{t("pickupNothing")}</p> : (
              <ul className="border-t border-hair">{farm.pickup_points.map((point) => (
                <li key={point.id} className="flex items-start justify-between gap-3 border-b border-hair py-2.5">
                  <span><span className="font-semibold">{point.name}</span><span className="block text-sm text-muted">{point.street}, {point.city}, {point.state} {point.zip}</span></span>
                  {owner && <StepButton action={savePickupPoint} fields={{ id: String(point.id), remove: "1" }} kind="quiet" said={t("pickupRemoved")} label={t("removeOf", { name: point.name })}>{t("remove")}</StepButton>}
                </li>
              ))}</ul>
            )}
          </Part>
          <Part id="open" title={t("openingTimes")}>
            <ActionForm key={`open-${farm.updated}`} action={saveOpeningTimes} said={t("openingSaved")} className="mt-2 border-t border-hair pt-3" label={t("openingTimes")}>
              <fieldset disabled={!owner} className="grid gap-2">
                {weekRows(farm.opening_times).flatMap(({ day, rows }) => rows.map((row, n) => (
                  <div key={day + n} role="group" aria-label={t(`day_${day}`)} className="grid grid-cols-[5.5rem_1fr_auto_1fr] items-center gap-2">
                    <span className="text-sm">{t(`day_${day}`)}</span>
                    <input type="time" name={`opens.${day}.${n}`} id={`opens.${day}.${n}`} aria-label={t("opens")} defaultValue={row.opens} className={timeInput} />
                    <span aria-hidden>–</span>
                    <input type="time" name={`closes.${day}.${n}`} id={`closes.${day}.${n}`} aria-label={t("closes")} defaultValue={row.closes} className={timeInput} />
                    <div className="col-span-4 empty:hidden"><FormError name={`opens.${day}.${n}`} /><FormError name={`closes.${day}.${n}`} /></div>
                  </div>
                )))}
                <h3 className="mt-4 font-semibold">{t("openOnDates")}</h3>
                <p className="text-sm text-muted">{t("openOnDatesHint")}</p>
                {[...dateRows(farm.opening_times), ...emptyDates].map((row, n) => (
                  <fieldset key={n} className="border-t border-hair pt-3">
                    <legend className="sr-only">{row.date ? fullDay(locale, row.date) : t("anotherDate")}</legend>
                    <input type="hidden" name="exception" value={n} />
                    <FormField name={`exceptions.${n}.date`} type="date" label={row.date ? t("date") : t("anotherDate")} defaultValue={row.date} />
                    <div className="mt-2 grid grid-cols-2 gap-2"><FormField name={`exceptions.${n}.opens`} type="time" label={t("opens")} defaultValue={row.opens} /><FormField name={`exceptions.${n}.closes`} type="time" label={t("closes")} defaultValue={row.closes} /></div>
                    <FormField name={`exceptions.${n}.note`} label={t("note")} hint={t("optional")} defaultValue={row.note} maxLength={120} className="mt-2" />
                  </fieldset>
                ))}
                {owner && <div className="mt-2"><Submit kind="secondary" busy={t("saving")}>{t("save")}</Submit></div>}
              </fieldset>
            </ActionForm>
          </Part>
        </div>
      </div>
    </>
  );
}

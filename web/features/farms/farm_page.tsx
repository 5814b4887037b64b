import { BadgeCheck, CalendarClock, Clock, ExternalLink, MapPin, Phone, Store, type LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import type { CardData } from "@/features/catalog/card_data";
import { ProductCard, ProductGrid } from "@/features/catalog/product_card";
import type { Farm } from "@/features/product/data";
import { dayOf, fullDay, today } from "@/lib/format/dates";
import { acres } from "@/lib/format/units";
import { getLocale, getT } from "@/lib/i18n";
import { Crest } from "@/ui/art/crest";
import { landKind, seasonOf } from "@/ui/art/land";
import { Landscape } from "@/ui/art/landscape";
import { PlaceMap } from "@/ui/art/place_map";
import { Banner } from "@/ui/banner";
import { Icon } from "@/ui/icon";
import { Link } from "@/ui/link";

/** Of the dates with other hours, the next ones. */
const dates_shown_max = 8;

export async function FarmPage({ farm, cards, total, inBox }: { farm: Farm; cards: CardData[]; total: number; inBox: ReadonlyMap<string, number> }) {
  const [t, locale] = [await getT("farms"), await getLocale()];
  const kind = landKind(farm.name, farm.tags);
  const days = { monday: t("monday"), tuesday: t("tuesday"), wednesday: t("wednesday"), thursday: t("thursday"), friday: t("friday"), saturday: t("saturday"), sunday: t("sunday") };
  const valid = farm.certifications.filter((c) => c.status === "valid" && (!c.valid_to || c.valid_to >= today()));
  const here = dayOf(new Date(), farm.time_zone);
  const dates = (farm.opening_times?.exceptions ?? []).filter(({ date }) => date >= here).slice(0, dates_shown_max);
  const place = farm.location ?? farm.fields.find((field) => field.location)?.location;
  return (
    <main id="content" className="page pt-4 max-md:pt-0 md:pt-6">
      <div className="overflow-hidden max-md:-mx-4 md:rounded-poster">
        {farm.pictures[0] ? <img src={farm.pictures[0].url} alt={farm.pictures[0].alt ?? ""} className="h-60 w-full object-cover md:h-105" /> : <Landscape name={farm.name} season={seasonOf(new Date())} kind={kind} width={1150} height={420} horizon={0.46} sun={[0.7, 0.34]} eager label={t("drawn", { farm: farm.name })} className="h-60 w-full md:h-105" />}
      </div>
      <div className="relative px-0 md:px-12">
        <div className="flex flex-wrap items-end gap-x-6 gap-y-2">
          <Crest name={farm.name} kind={kind} size={116} className="relative -mt-10 border-4 border-paper bg-paper max-md:size-24" />
          <div className="grow pb-1 max-md:basis-full"><h1 className="display-large text-3xl md:text-[3.25rem] md:leading-14">{farm.name}</h1><p className="mt-1 text-muted">{farm.city}, {farm.state}</p></div>
          {farm.website && <a href={farm.website} rel="noopener noreferrer nofollow" className="inline-flex min-h-11 items-center gap-2 font-semibold text-leaf underline-offset-4 hover:underline"><Icon of={ExternalLink} size={16} />{t("website")}</a>}
        </div>
        {farm.status === "paused" && <Banner tone="amber" icon={Clock} className="mt-6">{t("paused")}</Banner>}
        {farm.status === "claimed" && <Banner tone="plain" icon={Clock} className="mt-6">{t("claimed")}</Banner>}
        {/* The same for everybody, since the page is kept: who is asked on the page that this leads to. */}
        {farm.status === "listed" && <Banner tone="plain" icon={Store} className="mt-6"><p className="font-semibold">{t("yours")}</p><p>{t("yoursText")} <Link href={`/farm/claim/${farm.slug}`} rel="nofollow" className="font-semibold text-leaf underline underline-offset-4">{t("yoursDo")}</Link></p></Banner>}
        <div className="mt-8 grid gap-10 md:grid-cols-[1.15fr_1fr] md:gap-16">
          <blockquote className="display text-xl leading-8 md:text-[1.625rem] md:leading-9">{farm.story || t("noStory")}</blockquote>
          <dl className="self-start border-t border-hair">
            {valid.map((certificate) => <Fact key={certificate.id} icon={BadgeCheck} name={certificate.scheme === "eu" ? "EU Organic" : "USDA Organic"}>{certificate.valid_to ? t("validTo", { date: fullDay(locale, certificate.valid_to) }) : certificate.certifier}</Fact>)}
            {valid.length === 0 && <Fact icon={BadgeCheck} name={t("certificate")}>{t("noCertificate")}</Fact>}
            <Fact icon={MapPin} name={t("address")}>{farm.street}, {farm.city}, {farm.state} {farm.zip}</Fact>
            {farm.phone && <Fact icon={Phone} name={t("phone")}><a href={`tel:${farm.phone.replace(/[^+\d]/g, "")}`} className="underline underline-offset-4">{farm.phone}</a></Fact>}
            {farm.opening_times?.weekdays && farm.opening_times.weekdays.length > 0 && <Fact icon={Clock} name={t("open")}>{farm.opening_times.weekdays.map((d) => <span key={d.day + d.opens} className="block">{days[d.day]} {d.opens}–{d.closes}</span>)}</Fact>}
            {dates.length > 0 && <Fact icon={CalendarClock} name={t("openOnDates")}>{dates.map(({ date, intervals, note }) => <span key={date} className="block">{fullDay(locale, date)}: {intervals.length > 0 ? intervals.map(({ opens, closes }) => `${opens}–${closes}`).join(", ") : t("closed")}{note && ` (${note})`}</span>)}</Fact>}
            {farm.pickup_points.map((point) => <Fact key={point.name} icon={Store} name={point.name}>{point.street}, {point.city}</Fact>)}
            {farm.delivery_area?.text && <Fact icon={MapPin} name={t("delivers")}>{farm.delivery_area.text}</Fact>}
          </dl>
        </div>
      </div>
      <section aria-labelledby="shed" className="mt-14 md:mt-20">
        <div className="mb-6 flex items-end justify-between gap-4">
          <h2 id="shed" className="display text-2xl">{t("shed")}</h2>
          {total > cards.length && <Link href={`/shop?farm=${farm.id}`} className="inline-flex min-h-11 items-center font-semibold text-leaf underline-offset-4 hover:underline">{t("allItems", { n: total })}</Link>}
        </div>
        {cards.length > 0 ? <ProductGrid>{cards.map((card) => <ProductCard key={card.card.id} data={card} inBox={inBox.get(card.first?.sku ?? "") ?? 0} place={card.card.origin} />)}</ProductGrid> : <p className="text-muted">{t("nothingNow")}</p>}
      </section>
      {(farm.fields.length > 0 || place) && (
        <section aria-labelledby="fields" className="mt-14 md:mt-20">
          <h2 id="fields" className="display mb-5 text-2xl">{t("fields")}</h2>
          <div className="grid gap-8 md:grid-cols-2">
            {place && <PlaceMap state={farm.state} latitude={place.latitude} longitude={place.longitude} label={t("mapLabel", { place: `${farm.city}, ${farm.state}` })} className="w-full" />}
            <ul className="self-start border-t border-hair">
              {farm.fields.map((field, i) => <li key={field.id} className="flex items-center gap-4 border-b border-hair py-3"><span className="grid size-7 place-items-center rounded-full bg-sunken text-sm font-semibold">{i + 1}</span><span className="grow font-semibold">{field.name}</span>{field.area_m2 !== undefined && <span className="text-muted">{t("acres", { n: acres(locale, field.area_m2) })}</span>}</li>)}
            </ul>
          </div>
        </section>
      )}
    </main>
  );
}

function Fact({ icon, name, children }: { icon: LucideIcon; name: string; children: ReactNode }) {
  return <div className="flex items-start gap-3 border-b border-hair py-3"><Icon of={icon} className="mt-0.5 text-leaf" /><dt className="grow">{name}</dt><dd className="max-w-[60%] text-right text-muted">{children}</dd></div>;
}

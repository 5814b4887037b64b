import { BadgeCheck, CalendarRange, Droplets, Refrigerator, Truck, Wheat, type LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { addToBox } from "@/features/cart/actions";
import type { CardData } from "@/features/catalog/card_data";
import { ProductCard, ProductGrid } from "@/features/catalog/product_card";
import { saleNow } from "@/features/catalog/sale";
import { unitName, unitPrice } from "@/features/catalog/unit_price";
import type { Schema } from "@/lib/api/types";
import { fullDay, lastDayOf, moment, monthLetters, monthName, shortDay, wallClock } from "@/lib/format/dates";
import { formatMoney, timesQuantity } from "@/lib/format/money";
import { getLocale, getT } from "@/lib/i18n";
import { getMe } from "@/lib/session";
import { Crest } from "@/ui/art/crest";
import { landKind, seasonOf } from "@/ui/art/land";
import { Landscape } from "@/ui/art/landscape";
import { PlaceMap } from "@/ui/art/place_map";
import { Badge } from "@/ui/badge";
import { Banner } from "@/ui/banner";
import { Icon } from "@/ui/icon";
import { Link } from "@/ui/link";
import { produceOf } from "@/ui/produce";
import { ProduceGround } from "@/ui/produce_ground";
import { Qr } from "@/ui/qr";
import { SeasonStrip } from "@/ui/season_strip";
import { waitForStock } from "./actions";
import { BuyBox, type Choice } from "./buy_box";
import type { Farm, Lot, Product } from "./data";
import { Gallery, type View } from "./gallery";
import { ProvenanceRecord } from "./record";
import { TellMe } from "./tell_me";

interface Props {
  product: Product;
  farm?: Farm;
  offer?: Schema<"FarmOffer">;
  chosen?: Lot;
  inBox: ReadonlyMap<string, number>;
  related: CardData[];
  address: string;
}

export async function ProductPage({ product, farm, offer, chosen, inBox, related, address }: Props) {
  const [t, b, c, locale] = [await getT("product"), await getT("box"), await getT("common"), await getLocale()];
  const { picture, ground } = produceOf(product.title, product.category);
  const kind = landKind(product.origin.farm.name, farm?.tags);
  const season = seasonOf(new Date());
  const first = product.variants[0];
  const per = first && unitPrice(first.unit_prices);
  const sale = first && saleNow(first);
  const lots = product.variants.flatMap((variant) => variant.lots);
  const record = chosen ? `${address}?lot=${encodeURIComponent(chosen.lot_code)}` : address;
  const place = product.origin.place ?? farm?.location;
  const perText = (variant: Product["variants"][number]) => {
    const price = unitPrice(variant.unit_prices);
    return price ? `${formatMoney(locale, price.price)}/${unitName(price.per)}` : "";
  };
  const choices: Choice[] = product.variants.map((variant) => ({ sku: variant.sku, title: variant.title, price: variant.price_now, text: [formatMoney(locale, variant.price_now), perText(variant), saleNow(variant) ? t("choiceRegular", { price: formatMoney(locale, variant.price) }) : ""].filter(Boolean).join(", "), leastSum: formatMoney(locale, timesQuantity(variant.price_now, Math.max(variant.min_quantity, variant.step))), step: variant.step, min: variant.min_quantity, inBox: inBox.get(variant.sku) ?? 0 }));
  const stock = Object.fromEntries(product.variants.map((variant) => [variant.sku, variant.available]));
  const soldOut = product.variants.every((variant) => variant.available <= 0);
  const me = soldOut ? await getMe() : null;
  const window = offer?.windows.find((w) => w.places_left > 0);
  const storageRule = { ambient: t("storageAmbient"), chilled: t("storageChilled"), eggs: t("storageEggs"), frozen: t("storageFrozen") }[product.storage_class];
  const months = product.season;
  const seasonText = months.length === 0 ? t("seasonAll") : t("seasonLabel", { months: months.map((m) => monthName(locale, m)).join(", ") });

  const views: View[] = [
    ...(product.images.length > 0
      ? product.images.map((image, i) => ({ name: image.alt || `${t("viewProduct")} ${i + 1}`, large: <ProduceGround picture={picture} ground={ground} photo={image} size="gallery" eager={i === 0} className="md:rounded-none max-md:rounded-none" />, small: <img src={image.url} alt="" className="size-full object-cover" loading="lazy" /> }))
      : [{ name: t("viewProduct"), large: <ProduceGround picture={picture} ground={ground} size="gallery" eager className="rounded-none" />, small: <ProduceGround picture={picture} ground={ground} size="card" className="!aspect-auto size-full rounded-none" /> }]),
    { name: t("viewFarm"), large: <Landscape name={product.origin.farm.name} season={season} kind={kind} width={600} height={500} className="aspect-[5/4] w-full md:aspect-[6/5]" label={product.origin.farm.name} />, small: <Landscape name={product.origin.farm.name} season={season} kind={kind} width={240} height={180} className="size-full" /> },
    ...(place ? [{ name: t("viewPlace"), large: <div className="grid aspect-[5/4] place-items-center bg-sunken md:aspect-[6/5]"><PlaceMap state={product.origin.state} latitude={place.latitude} longitude={place.longitude} label={t("mapLabel", { place: `${product.origin.city}, ${product.origin.state}` })} className="w-full" /></div>, small: <PlaceMap state={product.origin.state} latitude={place.latitude} longitude={place.longitude} label="" className="size-full rounded-none" /> }] : []),
    { name: t("viewLabel"), large: <div className="grid aspect-[5/4] place-items-center bg-white md:aspect-[6/5]"><Qr text={record} label={t("qrLabel")} className="w-3/5" /></div>, small: <div className="grid size-full place-items-center bg-white"><Qr text={record} label="" className="h-4/5" /></div> },
  ];

  return (
    <main id="content" className="page pt-4 md:pt-5">
      <nav aria-label={t("breadcrumb")} className="text-sm text-muted max-md:hidden">
        <ol className="flex flex-wrap gap-x-2">
          <li><Link href="/shop" className="hover:text-ink hover:underline">{c("shop")}</Link></li>
          {product.category_path.map((step) => <li key={step.slug} className="before:mr-2 before:text-line before:content-['/']"><Link href={`/shop?category=${step.slug}`} className="hover:text-ink hover:underline">{step.name}</Link></li>)}
          <li aria-current="page" className="before:mr-2 before:text-line before:content-['/']">{product.title}</li>
        </ol>
      </nav>
      <div className="grid gap-8 md:mt-4 md:grid-cols-[minmax(0,1fr)_minmax(20rem,27rem)] lg:gap-14">
        <div className="max-md:-mt-4"><Gallery views={views} words={{ label: t("gallery"), zoomIn: t("zoomIn"), zoomOut: t("zoomOut") }} /></div>
        <div className="min-w-0">
          <div className="flex items-center gap-3">
            <Crest name={product.origin.farm.name} kind={kind} size={40} />
            <p className="min-w-0 leading-5"><Link href={`/farms/${product.origin.farm.slug}`} className="font-semibold hover:underline">{product.origin.farm.name}</Link><span className="block text-sm text-muted">{product.origin.city}, {product.origin.state}</span></p>
            {product.labels[0] && <Badge tone="leaf" icon={BadgeCheck} className="ml-auto">{product.labels[0].scheme === "eu" ? "EU Organic" : "USDA Organic"}</Badge>}
          </div>
          <h1 className="display mt-4 text-3xl md:text-[2.5rem] md:leading-11">{product.title}</h1>
          {product.description && <p className="measure mt-3 text-lg text-muted">{product.description}</p>}
          {first && (
            <p className="mt-4 flex flex-wrap items-baseline gap-x-3">
              <span className="price text-2xl">{formatMoney(locale, first.price_now)}</span>
              <span className="text-muted">{first.title}{per && `, ${formatMoney(locale, per.price)}/${unitName(per.per)}`}</span>
              {sale && <span className="w-full text-sm text-amber-text">{t("saleUntil", { date: fullDay(locale, lastDayOf(sale.to, product.origin.time_zone)) })}. {t("regular", { price: formatMoney(locale, first.price) })}</span>}
            </p>
          )}
          {first && first.breaks.length > 0 && <p className="mt-1 text-sm text-muted">{first.breaks.map((step) => t("from", { n: step.from_quantity, price: formatMoney(locale, step.price) })).join(" · ")}</p>}
          {!product.origin.farm_is_selling && <Banner tone="amber" icon={Wheat} className="mt-4">{t("notSelling", { farm: product.origin.farm.name })}</Banner>}
          <BuyBox
            slug={product.slug} locale={locale} choices={choices} stock={stock} add={addToBox} formKey={crypto.randomUUID()}
            words={{ add: b("add", { title: product.title }), inBox: b("inBox", { title: product.title }), less: b("less"), more: b("more"), undo: c("undo"), added: b("added", { title: product.title }), removed: b("removed", { title: product.title }), onlyLeft: b("onlyLeft", { n: "{n}" }), soldOut: b("soldOut"), failed: b("failed"), variants: t("variants"), quantity: t("quantity"), addSum: t("addSum", { sum: "{sum}" }), adding: t("adding"), left: t("left", { n: "{n}" }), live: t("live"), asOf: t("asOf", { time: "{time}" }), none: t("none") }}
          />
          {soldOut && first && <TellMe slug={product.slug} sku={first.sku} email={me?.email} wait={waitForStock} words={{ title: t("tellTitle"), email: t("email"), tell: t("tell"), known: t("tellKnown", { email: me?.email ?? "" }), waiting: t("waiting"), refused: t("refused"), failed: t("waitFailed") }} />}
          <dl className="mt-5 border-t border-hair">
            <Fact icon={Truck} name={t("delivery")}>{window ? <>{t("deliveryNext", { day: shortDay(locale, window.day), from: wallClock(locale, window.from), to: wallClock(locale, window.to) })}<span className="block text-sm text-muted">{t("deliveryOrderBy", { date: moment(locale, window.cut_off, offer?.time_zone || "UTC") })}</span></> : <span className="text-muted">{t("deliveryNone")}</span>}</Fact>
            <Fact icon={Refrigerator} name={t("storage")}>{product.storage || storageRule}</Fact>
            {product.handling && <Fact icon={Droplets} name={t("handling")}>{product.handling}</Fact>}
            <Fact icon={CalendarRange} name={t("season")}>{months.length === 0 ? t("seasonAll") : <SeasonStrip months={months} now={new Date().getUTCMonth() + 1} letters={monthLetters(locale)} label={seasonText} />}</Fact>
            <Fact icon={Wheat} name={t("allergens")}>{!product.allergens ? <span className="text-muted">{t("allergensOpen")}</span> : product.allergens.length === 0 ? t("allergensNone") : product.allergens.map((allergen) => t(`allergen_${allergen}`)).join(", ")}</Fact>
          </dl>
        </div>
      </div>
      <div className="mt-12 md:mt-16"><ProvenanceRecord product={product} farm={farm} lot={chosen} lots={lots} address={record} /></div>
      {related.length > 0 && (
        <section aria-labelledby="related" className="mt-14 md:mt-18">
          <div className="mb-6 flex items-end justify-between gap-4">
            <h2 id="related" className="display text-2xl">{t("sameFarm")}</h2>
            <Link href={`/farms/${product.origin.farm.slug}`} className="inline-flex min-h-11 items-center font-semibold text-leaf underline-offset-4 hover:underline">{t("all", { farm: product.origin.farm.name })}</Link>
          </div>
          <ProductGrid>{related.map((card) => <ProductCard key={card.card.id} data={card} inBox={inBox.get(card.first?.sku ?? "") ?? 0} />)}</ProductGrid>
        </section>
      )}
    </main>
  );
}

function Fact({ icon, name, children }: { icon: LucideIcon; name: string; children: ReactNode }) {
  return (
    <div className="grid grid-cols-[7.5rem_1fr] items-start gap-3 border-b border-hair py-3">
      <dt className="flex items-center gap-2.5 text-muted"><Icon of={icon} className="text-leaf" />{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

// From field to door: what is known of a lot, in time order, and what is not known in the same voice.
import { BadgeCheck, BadgeX, Carrot, DoorOpen, FlaskConical, Package, PackageCheck, ShieldQuestion, Sprout, ThermometerSnowflake, type LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { daysBetween, fullDay, monthDay, shortDay, today } from "@/lib/format/dates";
import { acres, fahrenheit } from "@/lib/format/units";
import { getLocale, getT } from "@/lib/i18n";
import { Doorstep } from "@/ui/art/doorstep";
import { landKind, seasonOf } from "@/ui/art/land";
import { Landscape } from "@/ui/art/landscape";
import { PlaceMap } from "@/ui/art/place_map";
import { Icon } from "@/ui/icon";
import { Link } from "@/ui/link";
import { Qr } from "@/ui/qr";
import type { Farm, Lot, Product } from "./data";
import { AgeStrip, ValidityBar } from "./evidence";

type Phase = "soil" | "leaf" | "sky" | "future";
type State = "complete" | "missing" | "stopped";

interface RowProps {
  icon: LucideIcon;
  phase: Phase;
  state?: State;
  date: ReactNode;
  under?: ReactNode;
  title: ReactNode;
  text: ReactNode;
  facts?: [name: string, value: ReactNode][];
  source?: ReactNode;
  evidence?: ReactNode;
  last?: boolean;
}

const spines: Record<Phase, string> = { soil: "bg-soil", leaf: "bg-leaf", sky: "bg-sky", future: "" };
const nodes: Record<Phase, string> = { soil: "border-soil text-soil", leaf: "border-leaf text-leaf", sky: "border-sky text-sky", future: "border-dashed border-line text-muted" };

function RecordRow({ icon, phase, state = "complete", date, under, title, text, facts = [], source, evidence, last }: RowProps) {
  const dashed = phase === "future" || state === "missing";
  return (
    <li className="relative grid grid-cols-[2.75rem_1fr] gap-x-3 max-md:pb-8 md:grid-cols-[9.25rem_3.5rem_1fr_minmax(0,29.25rem)] md:gap-x-4">
      <div className="max-md:col-start-2 max-md:row-start-1 md:pt-9 md:text-right">
        <p className="font-semibold max-md:inline">{date}</p>
        {under && <p className="text-sm text-muted max-md:ml-2 max-md:inline">{under}</p>}
      </div>
      <div className="relative col-start-1 row-span-4 row-start-1 flex justify-center md:col-start-2 md:row-span-1">
        {!last && <span aria-hidden className={`absolute top-0 -bottom-8 w-1.5 md:bottom-0 ${dashed ? "bg-[repeating-linear-gradient(to_bottom,var(--color-line)_0_7px,transparent_7px_13px)]" : spines[phase]}`} />}
        {last && <span aria-hidden className="absolute top-0 h-8 w-1.5 bg-[repeating-linear-gradient(to_bottom,var(--color-line)_0_7px,transparent_7px_13px)]" />}
        <span className={`relative grid size-10 place-items-center rounded-full border-2 md:mt-8 ${state === "stopped" ? "border-danger bg-danger text-on-danger" : `bg-surface ${state === "missing" ? nodes.future : nodes[phase]}`}`}><Icon of={icon} size={18} /></span>
      </div>
      <div className="max-md:col-start-2 md:border-b md:border-hair md:py-8 md:pl-1">
        <h3 className="display text-[1.1875rem] leading-6 md:text-xl">{title}</h3>
        <div className="mt-1 text-muted">{text}</div>
        {facts.length > 0 && <dl className="mt-2.5 grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">{facts.map(([name, value]) => <div key={name} className="contents"><dt className="text-muted">{name}</dt><dd className="min-w-0 break-words">{value}</dd></div>)}</dl>}
        {source && <p className="mt-2.5 text-sm text-muted">{source}</p>}
      </div>
      <div className="max-md:col-start-2 max-md:mt-3 md:-ml-4 md:border-b md:border-hair md:py-9 md:pl-4">{evidence}</div>
    </li>
  );
}

export async function ProvenanceRecord({ product, farm, lot, address, lots }: { product: Product; farm?: Farm; lot?: Lot; address: string; lots: Lot[] }) {
  const locale = await getLocale();
  const t = await getT("product");
  const now = today();
  const harvested = lot?.harvested ?? product.harvest.date;
  const field = farm?.fields.find((f) => f.id === (lot?.field || product.origin.field)) ?? farm?.fields.find((f) => f.id === product.origin.field);
  const fieldName = field?.name ?? product.origin.field_name;
  const place = field?.location ?? product.origin.place ?? farm?.location;
  const label = product.labels[0];
  const own = farm?.certifications.find((c) => c.number === (product.certificate.number || label?.number));
  const certificate = label ?? (own && { scheme: own.scheme, certifier: own.certifier, number: own.number, valid_from: own.valid_from, valid_to: own.valid_to, document: own.document?.url });
  const expired = Boolean(certificate?.valid_to && certificate.valid_to < now) || (own !== undefined && ["lapsed", "suspended", "revoked", "surrendered"].includes(own.status));
  const keeps = lot && harvested ? daysBetween(harvested, lot.best_before) : 0;
  const entered = t("enteredBy", { farm: product.origin.farm.name });
  const cold = product.storage_class !== "ambient";
  return (
    <section aria-labelledby="record" id="provenance" className="overflow-hidden rounded-poster border border-hair bg-surface max-md:-mx-4 max-md:rounded-none max-md:border-x-0">
      <div className="relative h-56 overflow-hidden bg-[#F7E6C9] md:h-66 dark:bg-[#22303A]">
        <Landscape name={product.origin.farm.name} season={seasonOf(harvested ? new Date(harvested) : new Date())} kind={landKind(product.origin.farm.name, farm?.tags)} width={1150} height={264} horizon={0.5} sun={[0.6, 0.36]} className="absolute inset-0 size-full" />
        <span aria-hidden className="absolute bottom-0 left-[1.5rem] h-12 w-1.5 bg-[#F2B63C] md:left-[11.8rem]" />
        <div className="relative px-4 pt-5 md:px-0 md:pt-9 md:pl-66">
          <h2 id="record" className="display-large text-3xl md:text-[2.25rem]">{t("fieldToDoor")}</h2>
          <p className="mt-1">{lot ? <>{t("lot")} <span className="font-mono text-[0.9em]">{lot.lot_code}</span></> : t("noLot")}</p>
        </div>
        <div className="absolute right-4 bottom-4 flex max-w-72 items-start gap-3 rounded-card bg-surface px-4 py-3 shadow-float max-md:left-4 md:top-8 md:right-9 md:bottom-auto">
          <Icon of={ShieldQuestion} size={22} className="mt-0.5 text-amber-text" />
          <p className="text-sm"><strong className="block text-base font-semibold">{t("sealTitle")}</strong><span className="text-muted">{t("sealText")}</span></p>
        </div>
      </div>
      <ol className="relative px-4 pt-6 md:px-0 md:pt-0 md:pr-9 md:pl-0">
        <RecordRow
          icon={Sprout} phase="soil"
          date={t("inTheField")} under={`${product.origin.city}, ${product.origin.state}`}
          title={fieldName || product.origin.farm.name}
          text={field?.area_m2 ? t("fieldArea", { acres: acres(locale, field.area_m2), farm: product.origin.farm.name }) : t("fieldOf", { farm: product.origin.farm.name })}
          facts={[[t("place"), `${product.origin.city}, ${product.origin.state}`], ...(place ? [[t("coordinates"), `${place.latitude.toFixed(3)}, ${place.longitude.toFixed(3)}`] as [string, string]] : [])]}
          source={entered}
          evidence={place ? <PlaceMap state={product.origin.state} latitude={place.latitude} longitude={place.longitude} label={t("mapLabel", { place: `${product.origin.city}, ${product.origin.state}` })} className="w-full" /> : <p className="text-muted">{t("noPlace")}</p>}
        />
        {certificate ? (
          <RecordRow
            icon={expired ? BadgeX : BadgeCheck} phase="soil" state={expired ? "stopped" : "complete"}
            date={expired ? t("expired") : t("inForce")} under={certificate.valid_to ? t("toDate", { date: fullDay(locale, certificate.valid_to) }) : undefined}
            title={expired ? t("certificateExpired") : t("certifiedOrganic")}
            text={expired ? t("certificateExpiredText", { date: certificate.valid_to ? fullDay(locale, certificate.valid_to) : "" }) : certificate.scheme === "eu" ? t("schemeEu") : t("schemeUsda")}
            facts={[[t("certifier"), certificate.certifier], [t("number"), <span key="n" className="font-mono text-[0.9em]">{certificate.number}</span>], ...(certificate.document ? [[t("document"), <a key="d" href={certificate.document} className="font-semibold text-leaf underline underline-offset-4">{t("open")}</a>] as [string, ReactNode]] : [])]}
            source={t("certificateChecked")}
            evidence={certificate.valid_to && (
              <>
                <ValidityBar from={certificate.valid_from} to={certificate.valid_to} expired={expired} marks={[...(harvested ? [{ day: harvested, name: t("harvest") }] : []), { day: now, name: t("today") }]} label={t("validLabel", { from: fullDay(locale, certificate.valid_from), to: fullDay(locale, certificate.valid_to) })} />
                <p className="mt-2 flex justify-between text-sm text-muted"><span>{fullDay(locale, certificate.valid_from)}</span><span>{expired ? "" : t("daysLeft", { n: daysBetween(now, certificate.valid_to) })}</span><span>{fullDay(locale, certificate.valid_to)}</span></p>
              </>
            )}
          />
        ) : (
          <RecordRow icon={BadgeCheck} phase="soil" state="missing" date={t("noDate")} under={t("notCertified")} title={t("noCertificate")} text={product.certificate.claim === "none_claimed" ? t("noneClaimed") : t("notDeclared")} source={t("nothingToCheck")} />
        )}
        <RecordRow icon={FlaskConical} phase="soil" state="missing" date={t("noDate")} under={t("notSampled")} title={t("noLab")} text={t("noLabText")} source={t("nothingToCheck")} />
        {harvested ? (
          <RecordRow
            icon={Carrot} phase="leaf" date={shortDay(locale, harvested)} under={t("daysAgo", { n: Math.max(0, daysBetween(harvested, now)) })}
            title={t("harvested")} text={lot && keeps > 0 ? t("harvestText", { n: keeps, date: monthDay(locale, lot.best_before) }) : t("harvestTextPlain")} source={entered}
            evidence={lot && keeps > 0 && (
              <>
                <p className="mb-2 flex justify-between text-sm"><span className="font-semibold">{t("oldToday", { n: Math.max(0, daysBetween(harvested, now)) })}</span><span className="text-muted">{t("keepsDays", { n: keeps })}</span></p>
                <AgeStrip from={harvested} to={lot.best_before} today={now} label={t("ageLabel", { n: Math.max(0, daysBetween(harvested, now)), total: keeps })} />
                <p className="mt-2 flex justify-between text-sm text-muted"><span>{monthDay(locale, harvested)}</span><span>{monthDay(locale, lot.best_before)}</span></p>
              </>
            )}
          />
        ) : (
          <RecordRow icon={Carrot} phase="leaf" state="missing" date={t("noDate")} under={t("notEntered")} title={t("noHarvest")} text={t("noHarvestText", { farm: product.origin.farm.name })} />
        )}
        {lot ? (
          <RecordRow
            icon={Package} phase="leaf" date={t("packedAs")} under={<span className="font-mono text-xs">{lot.lot_code}</span>}
            title={t("packed")} text={lots.length > 1 ? t("lotsMany", { n: lots.length }) : t("lotsOne")} source={entered}
            facts={lots.length > 1 ? [[t("otherLots"), <span key="l" className="flex flex-wrap gap-x-3">{lots.filter((l) => l.id !== lot.id).slice(0, 5).map((l) => <Link key={l.id} href={`/products/${product.slug}?lot=${encodeURIComponent(l.lot_code)}#provenance`} className="font-mono text-[0.9em] text-leaf underline underline-offset-4">{l.lot_code}</Link>)}</span>]] : []}
            evidence={
              <div className="flex items-center gap-4 rounded-card border border-line p-4">
                <Qr text={address} label={t("qrLabel")} className="size-24 shrink-0 rounded-mark" />
                <div className="min-w-0"><p className="font-mono text-lg font-medium break-all">{lot.lot_code}</p><p className="text-sm text-muted">{product.title}</p><p className="text-sm text-muted">{t("bestBefore", { date: fullDay(locale, lot.best_before) })}</p></div>
              </div>
            }
          />
        ) : (
          <RecordRow icon={Package} phase="leaf" state="missing" date={t("noDate")} under={t("notPacked")} title={t("noLotTitle")} text={t("noLotText")} />
        )}
        {cold && <RecordRow icon={ThermometerSnowflake} phase="sky" state="missing" date={t("noReadings")} under={t("noLogger")} title={t("cold")} text={product.storage_max_milli_celsius !== undefined ? t("coldRule", { limit: fahrenheit(locale, product.storage_max_milli_celsius) }) : t("coldText")} source={t("nothingToCheck")} />}
        <RecordRow icon={PackageCheck} phase="future" date={t("toCome")} title={t("intoBox")} text={t("intoBoxText")} />
        <RecordRow icon={DoorOpen} phase="future" date={t("toCome")} title={t("yourDoor")} text={t("yourDoorText")} evidence={<Doorstep className="h-32 w-full" />} last />
      </ol>
      <div className="mt-6 flex items-start gap-4 border-t border-hair bg-sun-wash px-4 py-6 md:px-9">
        <Icon of={ShieldQuestion} size={26} className="mt-1 text-amber-text" />
        <div className="max-w-[46rem]"><h3 className="display text-xl">{t("unsignedTitle")}</h3><p className="mt-1">{t("unsignedText")}</p></div>
      </div>
    </section>
  );
}

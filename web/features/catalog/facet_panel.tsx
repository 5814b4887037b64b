import { ChevronDown } from "lucide-react";
import type { ReactNode } from "react";
import type { Schema } from "@/lib/api/types";
import { monthLetters, monthName } from "@/lib/format/dates";
import { formatMoney } from "@/lib/format/money";
import { getLocale, getT } from "@/lib/i18n";
import { localePath } from "@/lib/i18n/path";
import { Crest } from "@/ui/art/crest";
import { CheckMark } from "@/ui/field";
import { Icon } from "@/ui/icon";
import { FacetForm } from "./facet_form";
import { facetNames, type Choices, type FacetName } from "./facets";
import { LocateButton } from "./locate_button";
import { buttonClass } from "@/ui/button";
import { Link } from "@/ui/link";
import { choicesQuery, cleared, chosenCount } from "./facets";

type Values = Schema<"FacetValue">[];
const farms_shown = 5;

/** What a facet's value is called, in the language of the page where the API speaks English only. */
export async function facetLabel(): Promise<(name: FacetName, value: string, given: string) => string> {
  const locale = await getLocale();
  const t = await getT("catalog");
  const storage: Record<string, string> = { ambient: t("storageAmbient"), chilled: t("storageChilled"), eggs: t("storageEggs"), frozen: t("storageFrozen") };
  return (name, value, given) => {
    if (name === "season") return monthName(locale, Number(value));
    if (name === "storage") return storage[value] ?? given;
    if (name === "certification") return value === "eu" ? t("eu") : t("usda");
    if (name === "price") {
      const [low = 0, high = 0] = value.split("-").map(Number);
      const money = (amount: number) => formatMoney(locale, { amount, currency: "USD" });
      return low === 0 ? t("upTo", { price: money(high) }) : `${money(low)} – ${money(high)}`;
    }
    return given;
  };
}

/** The facets: a column on the desk; on phones a sheet from below that a button opens without any script (popover). */
export async function FacetPanel({ choices, facets, total, tree }: { choices: Choices; facets: Schema<"Facet">[]; total: number; tree: Schema<"CategoryView">[] }) {
  const locale = await getLocale();
  const t = await getT("catalog");
  const label = await facetLabel();
  const valuesOf = (name: FacetName): Values => {
    const values = [...(facets.find((facet) => facet.name === name)?.values ?? [])];
    for (const chosen of choices.chosen[name]) if (!values.some((v) => v.value === chosen)) values.push({ value: chosen, label: chosen, count: 0, selected: true });
    return values;
  };
  const parents = new Map(tree.map((category) => [category.slug, category.parent]));
  const top = new Set(tree.filter((category) => !category.parent).map((category) => category.slug));
  const action = localePath(locale, "/shop");
  const count = chosenCount(choices);
  const months = monthLetters(locale);
  const now = new Date().getUTCMonth() + 1;

  const Row = ({ name, value, before }: { name: FacetName; value: Values[number]; before?: ReactNode }) => (
    <label className={`flex min-h-8 items-center gap-2.5 max-lg:min-h-11 ${value.count === 0 && !value.selected ? "text-muted" : ""}`}>
      <CheckMark name={name} value={value.value} defaultChecked={value.selected} key={`${value.value}${value.selected}`} />
      {before}
      <span className="min-w-0 grow truncate">{label(name, value.value, value.label)}</span>
      <span className="text-sm text-muted">{value.count}</span>
    </label>
  );

  // The ten families, what is chosen, and the branches of chosen families; the rest behind one line.
  const open = (slug: string) => top.has(slug) || choices.chosen.category.some((chosen) => chosen === slug || parents.get(slug) === chosen || (parents.get(chosen) && parents.get(chosen) === parents.get(slug)));
  const firstCategories = valuesOf("category").filter((value) => open(value.value));
  const moreCategories = valuesOf("category").filter((value) => !open(value.value));

  const farmValues = valuesOf("farm");
  const farmsFirst = [...farmValues.filter((v) => v.selected), ...farmValues.filter((v) => !v.selected)];
  return (
    <aside
      id="filters"
      popover="auto"
      aria-label={t("filter")}
      className="bg-paper text-ink max-lg:sheet-in max-lg:fixed max-lg:inset-x-0 max-lg:top-auto max-lg:bottom-0 max-lg:m-0 max-lg:max-h-[88dvh] max-lg:w-full max-lg:max-w-none max-lg:overflow-y-auto max-lg:rounded-t-poster max-lg:bg-surface max-lg:px-4 max-lg:shadow-sheet lg:static lg:block lg:w-60 lg:overflow-visible lg:border-0 lg:p-0"
    >
      <div className="flex items-center justify-between pt-4 pb-2 lg:hidden">
        <h2 className="display text-xl">{t("filter")}</h2>
        {count > 0 && <Link href={`/shop${choicesQuery(cleared(choices))}`} className="inline-flex min-h-11 items-center font-semibold text-leaf">{t("clearAll")}</Link>}
      </div>
      <FacetForm action={action} apply={t("apply")}>
        {choices.q && <input type="hidden" name="q" value={choices.q} />}
        {choices.sort && <input type="hidden" name="sort" value={choices.sort} />}
        {choices.near && <input type="hidden" name="near" value={choices.near} />}
        {choices.tag && <input type="hidden" name="tag" value={choices.tag} />}
        <Group title={t("category")}>
          {firstCategories.map((value) => <Row key={value.value + value.selected} name="category" value={value} />)}
          {moreCategories.length > 0 && (
            <details>
              <summary className="flex min-h-8 items-center text-sm font-semibold text-leaf max-lg:min-h-11">{t("moreCategories", { n: moreCategories.length })}</summary>
              {moreCategories.map((value) => <Row key={value.value + value.selected} name="category" value={value} />)}
            </details>
          )}
        </Group>
        <Group title={t("availability")}>
          <label className="flex min-h-8 items-center gap-2.5 max-lg:min-h-11"><CheckMark name="in_stock" value="1" defaultChecked={choices.inStock} key={String(choices.inStock)} /><span>{t("inStock")}</span></label>
        </Group>
        <Group title={t("certification")}>{valuesOf("certification").map((value) => <Row key={value.value + value.selected} name="certification" value={value} />)}</Group>
        <Group title={t("farm")}>
          {farmsFirst.slice(0, farms_shown).map((value) => <Row key={value.value + value.selected} name="farm" value={value} before={<Crest name={value.label} size={28} />} />)}
          {farmsFirst.length > farms_shown && (
            <details>
              <summary className="flex min-h-8 items-center text-sm font-semibold text-leaf max-lg:min-h-11">{t("moreFarms", { n: farmsFirst.length - farms_shown })}</summary>
              {farmsFirst.slice(farms_shown).map((value) => <Row key={value.value + value.selected} name="farm" value={value} before={<Crest name={value.label} size={28} />} />)}
            </details>
          )}
        </Group>
        <Group title={t("season")}>
          <div className="grid grid-cols-12 gap-px">
            {valuesOf("season").toSorted((a, b) => Number(a.value) - Number(b.value)).map((value) => {
              const month = Number(value.value);
              return (
                <label key={value.value + value.selected} title={`${monthName(locale, month)}, ${value.count}`} className="relative grid h-8 place-items-center rounded-[3px] bg-sunken text-xs text-ink has-checked:bg-leaf-strong has-checked:text-on-leaf has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-focus max-lg:h-11">
                  <input type="checkbox" name="season" value={value.value} defaultChecked={value.selected} aria-label={monthName(locale, month)} className="absolute inset-0 size-full cursor-pointer opacity-0" />
                  {months[month - 1]}
                  {month === now && <span aria-hidden className="absolute -bottom-2 left-1/2 size-1.5 -translate-x-1/2 rounded-full bg-ink" />}
                </label>
              );
            })}
          </div>
        </Group>
        <Group title={t("storage")}>{valuesOf("storage").map((value) => <Row key={value.value + value.selected} name="storage" value={value} />)}</Group>
        <Group title={t("price")}>{valuesOf("price").map((value) => <Row key={value.value + value.selected} name="price" value={value} />)}</Group>
        <Group title={t("distance")} open={Boolean(choices.near)}>
          {choices.near ? (
            [25, 50, 100, 250].map((n) => (
              <label key={`${n}${choices.withinMiles}`} className="flex min-h-8 items-center gap-2.5 max-lg:min-h-11"><input type="radio" name="within" value={n} defaultChecked={choices.withinMiles === n} className="size-4 accent-(--color-leaf)" />{t("withinMiles", { n })}</label>
            ))
          ) : (
            <LocateButton words={{ use: t("nearMe"), asking: t("locating"), denied: t("noLocation") }} />
          )}
        </Group>
        <div className="sticky bottom-0 bg-surface py-4 lg:hidden">
          <button type="submit" className={buttonClass("primary", "large", "w-full")}>{t("showItems", { n: total })}</button>
        </div>
      </FacetForm>
    </aside>
  );
}

function Group({ title, open = true, children }: { title: string; open?: boolean; children: ReactNode }) {
  return (
    <details open={open} className="group border-t border-hair py-3">
      <summary className="flex min-h-8 list-none items-center justify-between font-semibold max-lg:min-h-11 [&::-webkit-details-marker]:hidden">
        {title}
        <Icon of={ChevronDown} size={16} className="text-muted transition-transform group-open:rotate-180" />
      </summary>
      <fieldset className="min-w-0 pt-1 pb-2"><legend className="sr-only">{title}</legend>{children}</fieldset>
    </details>
  );
}

/** Chosen values, each a link that takes it out. */
export async function ChosenChips({ choices, facets }: { choices: Choices; facets: Schema<"Facet">[] }) {
  const t = await getT("catalog");
  const label = await facetLabel();
  const { RemovableChip, chipClass } = await import("@/ui/chip");
  const { toggled } = await import("./facets");
  const chips = facetNames.flatMap((name) => choices.chosen[name].map((value) => ({ key: name + value, text: label(name, value, facets.find((f) => f.name === name)?.values.find((v) => v.value === value)?.label ?? value), href: choicesQuery(toggled(choices, name, value)) })));
  if (choices.q) chips.unshift({ key: "q", text: t("found", { q: choices.q }), href: choicesQuery({ ...choices, q: "" }) });
  if (choices.inStock) chips.push({ key: "stock", text: t("inStock"), href: choicesQuery({ ...choices, inStock: false }) });
  if (choices.tag) chips.push({ key: "tag", text: choices.tag, href: choicesQuery({ ...choices, tag: undefined }) });
  if (choices.withinMiles) chips.push({ key: "within", text: t("withinMiles", { n: choices.withinMiles }), href: choicesQuery({ ...choices, withinMiles: undefined }) });
  if (chips.length === 0) return null;
  return (
    <>
      <ul aria-label={t("chosen")} className="flex min-w-0 gap-2 max-md:-mx-4 max-md:overflow-x-auto max-md:px-4 max-md:py-1 md:flex-wrap">
        {chips.map((chip) => <li key={chip.key} className="shrink-0"><Link href={`/shop${chip.href}`} className={chipClass(true)} aria-label={t("remove", { name: chip.text })}><RemovableChip>{chip.text}</RemovableChip></Link></li>)}
      </ul>
      <Link href={`/shop${choicesQuery({ ...cleared(choices), q: "" })}`} className="inline-flex min-h-9 items-center text-sm font-semibold whitespace-nowrap text-leaf max-md:hidden">{t("clearAll")}</Link>
    </>
  );
}

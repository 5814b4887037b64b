import type { Metadata } from "next";
import { FarmCard } from "@/features/farms/farm_card";
import { LocateButton } from "@/features/catalog/locate_button";
import { UsMap } from "@/features/farms/us_map";
import { allFarms } from "@/features/farms/data";
import { Header } from "@/features/shell/header";
import { getLocale, getT } from "@/lib/i18n";
import { localePath } from "@/lib/i18n/path";
import { buttonClass } from "@/ui/button";
import { Select } from "@/ui/field";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getT("farms"))("title") };
}

export default async function Farms({ searchParams }: { searchParams: Promise<{ near?: string | string[]; state?: string | string[] }> }) {
  const given = await searchParams;
  const near = typeof given.near === "string" && /^-?\d{1,2}(\.\d+)?,-?\d{1,3}(\.\d+)?$/.test(given.near) ? given.near : undefined;
  const state = typeof given.state === "string" && /^[A-Z]{2}$/.test(given.state) ? given.state : undefined;
  const [t, s, locale, every, farms] = [await getT("farms"), await getT("shop"), await getLocale(), await allFarms(), await allFarms(near)];
  const states = [...new Set(every.map((farm) => farm.state))].sort();
  const shown = farms.filter((farm) => !state || farm.state === state);
  return (
    <>
      <Header here="farms" />
      <main id="content" className="page pt-8 md:pt-12">
        <h1 className="display text-3xl">{near ? s("farmsNearYou") : t("title")}</h1>
        <p className="mt-1.5 text-muted" role="status">{t("count", { n: shown.length })}</p>
        <div className="mt-6 grid gap-6 lg:grid-cols-[1fr_20rem]">
          <UsMap farms={shown} label={s("mapLabel", { n: shown.length, states: new Set(shown.map((f) => f.state)).size })} hrefOf={(farm) => localePath(locale, `/farms/${farm.slug}`)} />
          <div className="grid content-start gap-5">
            <form action={localePath(locale, "/farms")} className="flex items-end gap-2">
              <Select label={t("state")} name="state" defaultValue={state ?? ""} className="grow"><option value="">{t("allStates")}</option>{states.map((code) => <option key={code} value={code}>{code}</option>)}</Select>
              <button type="submit" className={buttonClass("secondary")}>{t("show")}</button>
            </form>
            <LocateButton words={{ use: s("useLocation"), asking: t("asking"), denied: s("locationDenied") }} />
          </div>
        </div>
        <h2 className="sr-only">{t("list")}</h2>
        <ul className="mt-10 grid gap-x-6 gap-y-9 sm:grid-cols-2 lg:grid-cols-3">{shown.map((farm) => <FarmCard key={farm.id} farm={farm} />)}</ul>
      </main>
    </>
  );
}

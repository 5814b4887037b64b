import { ArrowLeft, ChevronRight } from "lucide-react";
import { OtherLanguage } from "@/features/desk/rail_nav";
import { requireSeller } from "@/features/desk/data";
import { DeskHead } from "@/features/desk/frame";
import { places } from "@/features/desk/nav";
import { ThemeSwitch } from "@/features/shell/theme_switch";
import { getLocale, getT } from "@/lib/i18n";
import { Icon } from "@/ui/icon";
import { Link } from "@/ui/link";

export async function generateMetadata() {
  return { title: (await getT("desk"))("navMore") };
}

/** On phones: what has no tab of its own. */
export default async function More() {
  const { farm } = await requireSeller("/farm/more");
  const [t, common, locale] = [await getT("desk"), await getT("common"), await getLocale()];
  const row = "flex min-h-13 items-center gap-3 border-b border-hair";
  return (
    <>
      <DeskHead title={t("navMore")} text={farm.name} />
      <ul className="border-t border-hair">
        {places.filter((place) => !place.owner || farm.role === "owner").slice(4).map((place) => <li key={place.href}><Link href={place.href} className={row}><Icon of={place.icon} className="text-muted" /><span className="grow font-medium">{t(place.word)}</span><Icon of={ChevronRight} className="text-muted" /></Link></li>)}
        <li><Link href="/farm/application" className={row}><span className="grow font-medium">{t("applicationTitle")}</span><Icon of={ChevronRight} className="text-muted" /></Link></li>
        <li className={row}><ThemeSwitch label={common("theme")} words={{ light: common("themeLight"), dark: common("themeDark"), system: common("themeSystem") }} /></li>
        <li className={row}><OtherLanguage locale={locale} label={common("otherLanguage")} className="inline-flex min-h-11 items-center font-medium" /></li>
        <li><Link href="/" className={row}><Icon of={ArrowLeft} className="text-muted" /><span className="font-medium">{t("toShop")}</span></Link></li>
      </ul>
    </>
  );
}

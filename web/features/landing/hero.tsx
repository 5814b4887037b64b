import type { CardData } from "@/features/catalog/card_data";
import type { Schema } from "@/lib/api/types";
import { longWeekday, shortDay } from "@/lib/format/dates";
import { getLocale, getT } from "@/lib/i18n";
import { seasonOf } from "@/ui/art/land";
import { Landscape } from "@/ui/art/landscape";
import { buttonClass } from "@/ui/button";
import { Icon } from "@/ui/icon";
import { Link } from "@/ui/link";
import { produceOf } from "@/ui/produce";
import { ProduceGround } from "@/ui/produce_ground";
import { ScanLine } from "lucide-react";

/** The slip shows a real product of today with what its record says. */
export async function Hero({ shown, product, farms }: { shown?: CardData; product?: Schema<"ProductDetail">; farms: number }) {
  const locale = await getLocale();
  const t = await getT("shop");
  const common = await getT("common");
  const harvested = shown?.first?.harvested;
  const lot = product?.variants[0]?.lots[0];
  const label = product?.labels[0];
  const rows = [
    harvested && [t("harvested"), shortDay(locale, harvested)],
    label?.valid_to && [t("certificate"), t("validTo", { date: shortDay(locale, label.valid_to) })],
    lot && [t("lot"), lot.lot_code],
  ].filter((row): row is [string, string] => Boolean(row));
  return (
    <div className="page pt-4 max-md:px-0 max-md:pt-0 md:pt-6">
      <div className="relative overflow-hidden bg-[#F7E6C9] md:rounded-poster dark:bg-[#22303A]">
        <Landscape name="GreenHarvest" season={seasonOf(new Date())} kind="rows" width={1160} height={640} sun={[0.735, 0.47]} horizon={0.6} furrow={0.3} eager className="absolute inset-0 size-full" />
        <div className="relative px-4 pt-8 pb-[min(26rem,96vw)] md:min-h-[40rem] md:px-14 md:pt-14 md:pb-0">
          <h1 className="display-large max-w-[13ch] text-[2.75rem] leading-[2.875rem] md:max-w-[17ch] md:text-5xl md:leading-[4.25rem]">
            {harvested ? <>{t("heroHarvested", { day: longWeekday(locale, harvested) })}<br />{t("heroRecord")}</> : t("heroTitle")}
          </h1>
          <p className="mt-5 max-w-[31rem] text-lg md:mt-6">{t("heroText", { farms })}</p>
          <div className="mt-6 flex flex-wrap gap-3">
            <Link href="/shop" className={buttonClass("primary", "medium", "bg-leaf-strong")}>{t("seeSeason")}</Link>
            <Link href="/scan" className={buttonClass("secondary")}><Icon of={ScanLine} />{common("scanLabel")}</Link>
          </div>
        </div>
        {shown && rows.length > 0 && (
          <div className="absolute right-4 bottom-5 left-4 rounded-card bg-surface p-4 shadow-float md:right-10 md:bottom-9 md:left-auto md:w-80">
            <div className="flex items-center gap-3">
              <ProduceGround {...produceOf(shown.card.title, shown.card.category)} size="thumb" eager />
              <div className="min-w-0">
                <p className="font-semibold"><Link href={`/products/${shown.card.slug}`} className="hover:underline">{shown.card.title}</Link></p>
                <p className="truncate text-sm text-muted">{shown.card.farm.name}{shown.card.origin && `, ${shown.card.origin}`}</p>
              </div>
            </div>
            <dl className="mt-3 grid gap-1 border-t border-hair pt-3 text-sm">
              {rows.map(([name, value]) => <div key={name} className="flex justify-between gap-4"><dt className="text-muted">{name}</dt><dd className={name === t("lot") ? "font-mono text-[0.78rem]" : ""}>{value}</dd></div>)}
            </dl>
          </div>
        )}
      </div>
    </div>
  );
}

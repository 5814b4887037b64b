import { nowData, ranges, type Range } from "@/features/tower/now_data";
import { DecisionsPanel, Figures, HappenedPanel, HoldsPanel, OrdersPanel, RangeSwitch, RecallPanel, StockPanel, TimesPanel, WorkPanel } from "@/features/tower/now";
import { asked, type Search } from "@/features/tower/parts";
import { Refresh } from "@/features/tower/refresh";
import { getT } from "@/lib/i18n";

const isRange = (value: string | undefined): value is Range => value !== undefined && value in ranges;

export default async function Now({ searchParams }: { searchParams: Search }) {
  const wanted = (await asked(searchParams))("range");
  const [t, data] = await Promise.all([getT("tower"), nowData(isRange(wanted) ? wanted : "12h")]);
  return (
    <>
      <Refresh every_ms={15_000} />
      <div className="flex flex-wrap items-center justify-between gap-3 border-b border-hair px-4 py-2.5 md:px-7">
        <h1 className="text-lg font-semibold">{t("nowTitle")}</h1>
        <RangeSwitch range={data.range} />
      </div>
      <Figures data={data} />
      <div className="grid divide-hair border-b border-hair max-lg:divide-y lg:grid-cols-[2fr_1fr] lg:divide-x"><OrdersPanel data={data} /><TimesPanel data={data} /></div>
      <div className="grid divide-hair border-b border-hair max-lg:divide-y lg:grid-cols-[2fr_1fr] lg:divide-x"><DecisionsPanel data={data} /><RecallPanel /></div>
      <div className="grid divide-hair border-b border-hair max-lg:divide-y lg:grid-cols-[1.25fr_1fr_1fr] lg:divide-x"><StockPanel data={data} /><HoldsPanel data={data} /><WorkPanel data={data} /></div>
      <HappenedPanel data={data} />
    </>
  );
}

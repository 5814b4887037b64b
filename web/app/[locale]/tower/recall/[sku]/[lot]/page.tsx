import { CircleCheck, Megaphone, TriangleAlert } from "lucide-react";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { requireAdmin } from "@/features/tower/admin";
import { asked, Code, Facts, Head, Panel, type Search } from "@/features/tower/parts";
import { traced } from "@/features/tower/trace";
import { Boxes, Lots } from "@/features/tower/trace_parts";
import { getT } from "@/lib/i18n";
import { Banner } from "@/ui/banner";
import { buttonClass } from "@/ui/button";
import { Icon } from "@/ui/icon";
import { Link } from "@/ui/link";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getT("tower"))("traceTitle") };
}

export default async function TracePage({ params, searchParams }: { params: Promise<{ sku: string; lot: string }>; searchParams: Search }) {
  await requireAdmin();
  const { sku, lot } = await params;
  const [ask, trace, t] = [await asked(searchParams), await traced(sku, lot), await getT("tower")];
  if (!trace) notFound();
  const stopped = ask("stopped");
  const failed = Number(ask("failed") ?? 0);
  const figures = [[trace.units, t("unitsSold")], [trace.shoppers, t("shoppers")], [trace.unitsToStop, t("canBeStopped")]] as const;
  return (
    <>
      <Head title={<>{trace.title} <Code className="ml-1 text-base font-normal text-muted">{trace.code}</Code></>} back={{ href: "/tower/recall", text: t("recallTitle") }} lead={[trace.farmName, trace.fieldName].filter(Boolean).join(", ")} />
      {stopped !== undefined && trace.recalled && (
        <div className="px-4 pt-5 md:px-7">
          <Banner tone={failed > 0 ? "danger" : "leaf"} icon={failed > 0 ? TriangleAlert : CircleCheck} alert={failed > 0}>
            {t("recallDone", { stopped: Number(stopped) })}{failed > 0 && ` ${t("recallFailed", { n: failed })}`}
          </Banner>
        </div>
      )}
      <div className="grid divide-hair max-lg:divide-y lg:grid-cols-[1.9fr_1fr] lg:divide-x">
        <div className="min-w-0 divide-y divide-hair">
          <Panel title={t("lots")} note={t("lotsFound", { n: trace.lots.length })}><Lots trace={trace} /></Panel>
          <Panel title={t("boxes")} note={trace.cut ? t("traceCut") : t("tracedIn", { n: trace.ms })}><Boxes trace={trace} /></Panel>
        </div>
        <Panel title={t("traceTitle")}>
          <dl className="mb-4 grid grid-cols-3 gap-3">{figures.map(([value, name]) => <div key={name} className="flex flex-col-reverse"><dt className="text-sm text-muted">{name}</dt><dd className="text-xl font-semibold">{value}</dd></div>)}</dl>
          <Facts className="mb-4" rows={[
            [t("colLot"), <Code key="l">{trace.lot}</Code>],
            [t("alreadyOut"), String(trace.unitsAtHome)],
            trace.unpaid > 0 && [t("ordersUnpaid"), String(trace.unpaid)],
          ]} />
          {trace.recalled && trace.stop.length === 0 ? <p className="flex items-start gap-2"><Icon of={CircleCheck} size={18} className="mt-0.5 text-leaf" />{t("recallWhole")}</p> : (
            <>
              <Link href={`/tower/recall/${sku}/${lot}/confirm`} className={buttonClass("danger-outline", "medium", "w-full")}><Icon of={Megaphone} />{trace.recalled ? t("recallAgain") : t("startRecall")}</Link>
              <p className="mt-3 text-sm text-muted">{trace.recalled ? t("recallAgainText") : t("startRecallText")}</p>
            </>
          )}
        </Panel>
      </div>
    </>
  );
}

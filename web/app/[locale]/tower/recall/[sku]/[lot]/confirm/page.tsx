import { Megaphone, TriangleAlert } from "lucide-react";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { recallLot } from "@/features/tower/actions";
import { requireAdmin } from "@/features/tower/admin";
import { ActionForm, FormArea, FormCheck, FormField, Submit } from "@/features/tower/form";
import { Code, Head, Panel, textLink } from "@/features/tower/parts";
import { traced } from "@/features/tower/trace";
import { Boxes, Lots } from "@/features/tower/trace_parts";
import { getT } from "@/lib/i18n";
import { Banner } from "@/ui/banner";
import { Icon } from "@/ui/icon";
import { Link } from "@/ui/link";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getT("tower"))("recallConfirm") };
}

export default async function ConfirmRecall({ params }: { params: Promise<{ sku: string; lot: string }> }) {
  await requireAdmin();
  const { sku, lot } = await params;
  const [trace, t] = [await traced(sku, lot), await getT("tower")];
  if (!trace) notFound();
  return (
    <>
      <Head title={<>{t("recallOf", { title: trace.title })} <Code className="ml-1 text-base font-normal text-muted">{trace.code}</Code></>} back={{ href: `/tower/recall/${sku}/${lot}`, text: t("traceTitle") }} lead={[trace.farmName, trace.fieldName].filter(Boolean).join(", ")} />
      <div className="grid divide-hair max-lg:divide-y lg:grid-cols-[1.9fr_1fr] lg:divide-x">
        <div className="min-w-0 divide-y divide-hair">
          <Panel title={t("lots")} note={t("lotsFound", { n: trace.lots.length })}><Lots trace={trace} /></Panel>
          <Panel title={t("boxes")} note={trace.cut ? t("traceCut") : t("boxesAll", { n: trace.boxes.length })}><Boxes trace={trace} /></Panel>
        </div>
        <Panel title={t("recallConfirm")}>
          <Banner tone="danger" icon={TriangleAlert} className="mb-4">{trace.recalled ? t("recallWhatAgain", { stop: trace.stop.length }) : t("recallWhat", { lots: trace.lots.length, shoppers: trace.shoppers, stop: trace.stop.length })}</Banner>
          <ActionForm id="recall" action={recallLot} hidden={{ sku, lot, code: trace.code }}>
            <FormArea name="reason" label={t("reason")} hint={trace.recalled ? undefined : t("recallReasonHint")} maxLength={200} className="mb-3" />
            <FormField name="typed" label={t("recallType", { code: trace.code })} className="mb-2" autoComplete="off" spellCheck={false} />
            <FormCheck name="read" label={t("recallRead", { n: trace.boxes.length })} />
            <div className="mt-3"><Submit kind="danger" busy={t("recalling")}><Icon of={Megaphone} />{t("recallNow")}</Submit></div>
          </ActionForm>
          <p className="mt-4 text-sm text-muted">{t("recallLimits")} <Link href={`/tower/orders?farm=${trace.farm}`} className={textLink}>{t("ordersOfFarm")}</Link></p>
        </Panel>
      </div>
    </>
  );
}

import { CircleCheck, CircleSlash, Hourglass, TriangleAlert } from "lucide-react";
import { notFound } from "next/navigation";
import { CountForm } from "@/features/desk/count_form";
import { getSkus, requireSeller } from "@/features/desk/data";
import { SheetForm, StepButton } from "@/features/desk/form";
import { DeskHead } from "@/features/desk/frame";
import { PrintButton } from "@/features/desk/list_tools";
import { applyTake, cancelTake } from "@/features/desk/take_actions";
import { TakeReport } from "@/features/desk/take_report";
import { orNothing } from "@/lib/api/problem";
import { api } from "@/lib/api/server";
import { moment } from "@/lib/format/dates";
import { getLocale, getT } from "@/lib/i18n";
import { Banner } from "@/ui/banner";
import { chipClass } from "@/ui/chip";
import { Icon } from "@/ui/icon";
import { Link } from "@/ui/link";
import { produceOf } from "@/ui/produce";

export async function generateMetadata() {
  return { title: (await getT("desk"))("takeTitle") };
}

/** Two looks at an open take, counting and what would be changed; of one that is over, the difference report. */
export default async function StockTake({ params, searchParams }: { params: Promise<{ id: string }>; searchParams: Promise<{ show?: string }> }) {
  const [{ id }, { show }] = [await params, await searchParams];
  const { farm, me } = await requireSeller(`/farm/stock/takes/${id}`);
  const [t, locale] = [await getT("desk"), await getLocale()];
  if (!/^stk_[0-9A-Z]{26}$/.test(id)) notFound();
  const given = { params: { path: { id } } };
  const client = await api();
  const [take, skus] = await Promise.all([client.GET("/api/v1/stock-takes/{id}/differences", given).then(orNothing), getSkus()]);
  if (!take) notFound();
  const open = take.status === "open";
  const counting = open && show !== "differences";
  const here = `/farm/stock/takes/${id}`;
  const counted = take.lines.filter((line) => line.counted !== undefined).length;
  const differing = take.lines.filter((line) => line.difference !== 0).length;
  const refused = take.lines.filter((line) => line.result === "refused").length;
  const lots = take.lines.map((line) => {
    const name = skus.get(line.sku);
    return { sku: line.sku, lot: line.lot, code: line.lot_code, location: line.location, title: name?.title ?? line.sku, variant: name?.variant ?? "", picture: produceOf(name?.title ?? "", name?.category ?? ""), expected: line.expected, counted: line.counted };
  }).sort((a, b) => a.location.localeCompare(b.location) || a.title.localeCompare(b.title) || a.code.localeCompare(b.code));
  return (
    <>
      <DeskHead back={{ href: "/farm/stock/takes", label: t("takesTitle") }} title={t("takeTitle")} text={[moment(locale, take.opened, farm.time_zone), take.note].filter(Boolean).join(", ")}>
        {open && (
          <SheetForm opener={t("takeCancel")} icon={<Icon of={CircleSlash} size={16} />} title={t("takeCancel")} action={cancelTake} said={t("takeCancelledSaid")} submit={t("takeCancel")} submitKind="danger">
            <input type="hidden" name="take" value={id} />
            <p>{t("takeCancelText")}</p>
          </SheetForm>
        )}
        {!counting && <PrintButton>{t("print")}</PrintButton>}
      </DeskHead>
      {open && (
        <nav aria-label={t("filterLabel")} className="no-print mb-4 flex flex-wrap gap-2">
          <Link href={here} aria-current={counting ? "page" : undefined} className={chipClass(counting)}>{t("takeCount")}</Link>
          <Link href={`${here}?show=differences`} aria-current={counting ? undefined : "page"} className={chipClass(!counting)}>{t("takeDifferences")}</Link>
        </nav>
      )}
      {counting ? (
        <>
          <p className="mb-4 max-w-[68ch] text-muted">{t("takeCountText")}</p>
          <CountForm take={id} user={me.id} lots={lots} />
        </>
      ) : (
        <>
          {take.status === "applied" && refused === 0 && <Banner tone="leaf" icon={CircleCheck} className="mb-5">{t("takeAppliedText", { n: differing })}</Banner>}
          {take.status === "applied" && refused > 0 && <Banner tone="amber" icon={TriangleAlert} className="mb-5">{t("takeRefusedText", { n: refused })}</Banner>}
          {take.status === "cancelled" && <Banner tone="plain" icon={CircleSlash} className="mb-5">{t("takeCancelledText")}</Banner>}
          {take.status === "applying" && <Banner tone="amber" icon={Hourglass} className="mb-5" action={<StepButton action={applyTake} fields={{ take: id }} kind="quiet">{t("takeApplyOn")}</StepButton>}>{t("takeApplyingText")}</Banner>}
          {counted === 0 && open && <p className="border-t border-hair py-4 text-muted">{t("takeNothing")}</p>}
          <TakeReport take={take} skus={skus} timeZone={farm.time_zone} />
          {open && counted > 0 && (
            <div className="no-print mt-6 flex flex-wrap items-center gap-x-5 gap-y-2">
              <StepButton action={applyTake} fields={{ take: id }} kind="primary" size="medium" said={t("takeAppliedSaid")}>{t("takeApply")}</StepButton>
              <p className="text-sm text-muted">{t("takeApplyText", { n: differing })}</p>
            </div>
          )}
        </>
      )}
    </>
  );
}

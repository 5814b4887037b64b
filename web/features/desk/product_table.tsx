"use client";
import { ShieldAlert, Tag } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { formatMoney, localeTag, type Money } from "@/lib/format/money";
import { useHref, useLocale, useT } from "@/lib/i18n/client";
import { toast } from "@/lib/toast";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { CheckMark, Field } from "@/ui/field";
import { Icon } from "@/ui/icon";
import { ProduceGround } from "@/ui/produce_ground";
import type { Produce } from "@/ui/produce";
import { Sheet } from "@/ui/sheet";
import { untilEnded } from "./operation";
import { productShown } from "./part_state";
import { changeMany, errorsOf } from "./product_actions";

export interface ProductRow {
  id: string;
  title: string;
  status: "draft" | "published" | "archived";
  lapsed: boolean;
  completeness: number;
  missing: number;
  category: string;
  variants: { title: string; price: Money; sale: boolean }[];
  free: number | null;
  picture: Produce;
  photo?: string;
}

export function ProductTable({ rows }: { rows: ProductRow[] }) {
  const t = useT("desk");
  const refusal = useT("refusal");
  const locale = useLocale();
  const href = useHref();
  const router = useRouter();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [busy, start] = useTransition();
  const [pricing, setPricing] = useState(false);
  const [percent, setPercent] = useState("");
  const [percentWrong, setPercentWrong] = useState(false);
  const picked = rows.filter((row) => chosen.has(row.id));
  const toggle = (id: string) => setChosen((now) => { const next = new Set(now); if (!next.delete(id)) next.add(id); return next; });

  const run = (action: "publish" | "unpublish" | "archive" | "change_price", by?: number) => start(async () => {
    const outcome = await changeMany(action, picked.map((row) => row.id), by);
    if (!outcome.operation) { toast({ text: refusal(outcome.problem ?? "failed"), tone: "failed" }); return; }
    const ended = await untilEnded(outcome.operation, () => {});
    const first = ended.errors > 0 ? (await errorsOf(outcome.operation))[0] : undefined;
    toast(first ? { text: t("bulkProductsPartly", { n: ended.errors, why: refusal(first.problem) }), tone: "look" } : { text: t("bulkDone", { n: ended.done }), tone: "done" });
    setChosen(new Set());
    router.refresh();
  });

  return (
    <>
      <div className="flex min-h-12 flex-wrap items-center gap-2 border-t border-hair py-1.5">
        <label className="mr-2 inline-flex min-h-11 items-center gap-2.5">
          <CheckMark checked={picked.length === rows.length} onChange={() => setChosen(picked.length === rows.length ? new Set() : new Set(rows.map((row) => row.id)))} />
          {picked.length > 0 ? t("chosenN", { n: picked.length }) : t("chooseAll")}
        </label>
        {picked.some((row) => row.status === "draft") && <Button kind="secondary" size="small" isBusy={busy} onClick={() => run("publish")}>{t("publish")}</Button>}
        {picked.some((row) => row.status === "published") && <Button kind="secondary" size="small" isBusy={busy} onClick={() => run("unpublish")}>{t("unpublish")}</Button>}
        {picked.length > 0 && <Button kind="secondary" size="small" isBusy={busy} onClick={() => setPricing(true)}>{t("changePrices")}</Button>}
      </div>
      <ul className="border-t border-hair">
        {rows.map((row) => {
          const shown = productShown[row.status];
          const first = row.variants[0];
          return (
            <li key={row.id} className="flex items-center gap-3 border-b border-hair py-2 hover:bg-sunken">
              <label className="grid size-8 shrink-0 place-items-center max-md:size-11"><CheckMark aria-label={t("chooseProduct", { title: row.title })} checked={chosen.has(row.id)} onChange={() => toggle(row.id)} /></label>
              <ProduceGround picture={row.picture.picture} ground={row.picture.ground} size="tile" photo={row.photo ? { url: row.photo, alt: "" } : undefined} className="shrink-0" />
              <div className="min-w-0 grow md:flex md:items-center md:gap-4">
                <p className="min-w-0 md:grow">
                  <Link href={href(`/farm/products/${row.id}`)} prefetch={false} className="font-semibold hover:underline">{row.title}</Link>
                  <span className="block text-sm text-muted">{row.category}{row.variants.length > 1 && `, ${t("variantsN", { n: row.variants.length })}`}</span>
                </p>
                <p className="text-sm md:w-36 md:text-right md:text-base">{first ? <>{formatMoney(locale, first.price)} <span className="text-sm text-muted">{first.title}</span>{first.sale && <span className="ml-1.5 inline-flex items-center gap-1 text-xs font-semibold text-beet"><Icon of={Tag} size={13} />{t("sale")}</span>}</> : <span className="text-muted">{t("noPrice")}</span>}</p>
                <p className="w-24 text-right text-sm text-muted max-md:hidden">{row.free === null ? t("noStock") : t("freeShort", { n: new Intl.NumberFormat(localeTag(locale)).format(row.free) })}</p>
              </div>
              <span className="flex shrink-0 flex-col items-end gap-1 md:ml-4 md:w-32 md:items-start">
                {row.lapsed ? <Badge tone="danger" icon={ShieldAlert}>{t("productLapsed")}</Badge> : <Badge tone={shown.tone} icon={shown.icon}>{t(shown.word)}</Badge>}
                {row.status === "draft" && row.missing > 0 && <span className="text-xs text-amber-text">{t("missingN", { n: row.missing })}</span>}
              </span>
            </li>
          );
        })}
      </ul>
      <Sheet open={pricing} onClose={() => setPricing(false)} title={t("changePrices")} close={t("close")} actions={
        <>
          <Button kind="secondary" onClick={() => setPricing(false)}>{t("cancel")}</Button>
          <Button onClick={() => {
            const value = Number(percent.replace(",", "."));
            if (!percent.trim() || !Number.isFinite(value) || value === 0) { setPercentWrong(true); document.getElementById("percent")?.focus(); return; }
            setPricing(false);
            run("change_price", value);
          }}>{t("changePrices")}</Button>
        </>
      }>
        <Field name="percent" label={t("percent")} hint={t("percentHint", { n: picked.length })} value={percent} error={percentWrong ? refusal("bad_number") : undefined} onChange={(event) => { setPercent(event.target.value); setPercentWrong(false); }} inputMode="text" placeholder="+5" />
      </Sheet>
    </>
  );
}

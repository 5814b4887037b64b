"use client";
import { Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import type { Schema } from "@/lib/api/types";
import { dayOf, lastDayOf } from "@/lib/format/dates";
import { useT } from "@/lib/i18n/client";
import { Button } from "@/ui/button";
import { Icon } from "@/ui/icon";
import { FormField, FormSelect } from "./form";
import { moneyText } from "./reading";

export const units = ["lb", "oz", "kg", "g", "l", "ml", "fl_oz", "pint", "quart", "gallon", "each", "bunch", "head", "dozen", "bag", "box", "jar", "loaf", "bouquet", "stem", "plant", "tray"] as const;
type Variant = Schema<"ProductDeskVariant">;

/** The ways in which a product is sold. Each row's fields are `variants.N.…`; `variant` says which rows there are. */
export function VariantRows({ initial, timeZone }: { initial: Variant[]; timeZone: string }) {
  const t = useT("desk");
  const [rows, setRows] = useState<{ id: number; variant?: Variant }[]>(() => (initial.length > 0 ? initial.map((variant, id) => ({ id, variant })) : [{ id: 0 }]));
  const [next, setNext] = useState(Math.max(1, initial.length));
  return (
    <div className="grid gap-6">
      {rows.map(({ id, variant }, i) => {
        const at = (name: string) => `variants.${id}.${name}`;
        const sale = variant?.sale;
        const first = variant?.breaks[0];
        return (
          <fieldset key={id} className="min-w-0 border-t border-hair pt-4">
            <legend className="sr-only">{t("variantN", { n: i + 1 })}</legend>
            <input type="hidden" name="variant" value={id} />
            {variant && <input type="hidden" name={at("sku")} value={variant.sku} />}
            {variant && variant.options.length > 0 && <input type="hidden" name={at("options")} value={JSON.stringify(variant.options)} />}
            {variant && variant.breaks.length > 1 && <input type="hidden" name={at("breaks.more")} value={JSON.stringify(variant.breaks.slice(1))} />}
            <input type="hidden" name={at("currency")} value={variant?.price.currency ?? "USD"} />
            <div className="grid gap-4 sm:grid-cols-[minmax(0,1.4fr)_minmax(0,1fr)_minmax(0,1fr)_auto] sm:items-start">
              <FormField name={at("title")} label={t("variantTitle")} defaultValue={variant?.title} placeholder={t("variantExample")} maxLength={80} />
              <FormSelect name={at("unit")} label={t("unit")} defaultValue={variant?.unit ?? "lb"}>{units.map((unit) => <option key={unit} value={unit}>{t(`unit_${unit}`)}</option>)}</FormSelect>
              <FormField name={at("price")} label={t("colPrice")} defaultValue={variant ? moneyText(variant.price.amount) : ""} inputMode="decimal" placeholder="0.00" trailing="$" />
              <Button kind="quiet" disabled={rows.length === 1} onClick={() => setRows(rows.filter((row) => row.id !== id))} aria-label={t("removeVariant", { n: i + 1 })} className="text-muted sm:mt-7"><Icon of={Trash2} size={17} /></Button>
            </div>
            <details className="mt-3" open={Boolean(sale ?? first)}>
              <summary className="inline-flex min-h-9 items-center text-sm font-semibold text-leaf max-md:min-h-11">{t("variantMore")}</summary>
              <div className="mt-2 grid gap-4 sm:grid-cols-3">
                <FormField name={at("pack")} label={t("pack")} hint={t("packHint")} defaultValue={variant ? String(variant.pack) : "1"} inputMode="decimal" />
                <FormField name={at("step")} label={t("step")} hint={t("stepHint")} defaultValue={variant ? String(variant.step) : "1"} inputMode="decimal" />
                <FormField name={at("min_quantity")} label={t("minQuantity")} defaultValue={variant?.min_quantity ? String(variant.min_quantity) : ""} inputMode="decimal" />
                <FormField name={at("sale.price")} label={t("salePrice")} hint={t("salePriceHint")} defaultValue={sale ? moneyText(sale.price.amount) : ""} inputMode="decimal" trailing="$" />
                <FormField name={at("sale.from")} type="date" label={t("saleFrom")} defaultValue={sale ? dayOf(sale.from, timeZone) : ""} />
                <FormField name={at("sale.to")} type="date" label={t("saleTo")} defaultValue={sale ? lastDayOf(sale.to, timeZone) : ""} />
                <FormField name={at("breaks.0.from_quantity")} label={t("breakFrom")} hint={t("breakHint")} defaultValue={first ? String(first.from_quantity) : ""} inputMode="decimal" />
                <FormField name={at("breaks.0.price")} label={t("breakPrice")} defaultValue={first ? moneyText(first.price.amount) : ""} inputMode="decimal" trailing="$" />
                <FormField name={at("gtin")} label="GTIN" hint={t("optional")} defaultValue={variant?.gtin} inputMode="numeric" maxLength={14} />
                <FormField name={at("content.quantity")} label={t("content")} hint={t("contentHint")} defaultValue={variant?.content ? String(variant.content.quantity) : ""} inputMode="decimal" />
                <FormSelect name={at("content.unit")} label={t("contentUnit")} defaultValue={variant?.content?.unit ?? "oz"}>{units.map((unit) => <option key={unit} value={unit}>{t(`unit_${unit}`)}</option>)}</FormSelect>
              </div>
            </details>
          </fieldset>
        );
      })}
      <div><Button kind="secondary" size="small" onClick={() => { setRows([...rows, { id: next }]); setNext(next + 1); }}><Icon of={Plus} size={16} />{t("addVariant")}</Button></div>
    </div>
  );
}

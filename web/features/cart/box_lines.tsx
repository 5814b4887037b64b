import { TriangleAlert } from "lucide-react";
import type { Schema } from "@/lib/api/types";
import { formatMoney } from "@/lib/format/money";
import { getLocale, getT } from "@/lib/i18n";
import { Crest } from "@/ui/art/crest";
import { Icon } from "@/ui/icon";
import { Link } from "@/ui/link";
import { produceOf } from "@/ui/produce";
import { ProduceGround } from "@/ui/produce_ground";
import { setQuantity } from "./actions";
import type { Box } from "./box";
import { LineStepper } from "./box_line";

/** The box, grouped by farm. A line whose price or stock has moved says so where it stands. */
export async function BoxLines({ box }: { box: Box }) {
  const [t, c, k, locale] = [await getT("box"), await getT("common"), await getT("checkout"), await getLocale()];
  const priced = new Map(box.pricing?.explanation.lines.map((line) => [line.sku, line]));
  const farms = new Map(box.pricing?.explanation.farms.map((farm) => [farm.farm, farm]));
  const changed = new Map(box.changes?.map((change) => [change.sku, change]));
  const changeText = (change: Schema<"LineChange">) =>
    change.reason === "price_changed" && change.unit_price ? k("priceChanged", { price: formatMoney(locale, change.unit_price) })
      : change.reason === "not_enough" ? k("notEnough", { n: change.available ?? 0 })
      : change.reason === "not_on_sale" ? k("notOnSale") : k("changed");
  return (
    <>
      {box.farms.map((group) => {
        const farm = farms.get(group.farm);
        return (
          <section key={group.farm} aria-label={group.farm_name} className="mt-6 first:mt-0">
            <h2 className="flex items-center gap-3 border-b border-hair pb-3"><Crest name={group.farm_name} size={40} /><span className="grow text-lg font-semibold">{group.farm_name}</span>{farm && <span className="font-semibold">{formatMoney(locale, farm.subtotal)}</span>}</h2>
            <ul>
              {group.skus.map((sku) => {
                const line = box.lines.find((l) => l.sku === sku);
                if (!line) return null;
                const price = priced.get(sku);
                const change = changed.get(sku);
                const { picture, ground } = produceOf(line.title, line.category);
                return (
                  <li key={sku} className="grid grid-cols-[4.5rem_1fr_auto] items-center gap-x-4 gap-y-2 border-b border-hair py-3.5 md:grid-cols-[4.5rem_1fr_auto_6rem]">
                    <ProduceGround picture={picture} ground={ground} size="thumb" className="max-md:row-span-2 max-md:self-start" />
                    <div className="min-w-0 max-md:col-span-1">
                      <p className="font-semibold">{line.slug ? <Link href={`/products/${line.slug}`} className="underline-offset-4 hover:underline">{line.title}</Link> : line.title}</p>
                      <p className="text-sm text-muted">{k("each", { price: formatMoney(locale, price?.unit_price ?? line.unit_price) })}{price?.reason === "volume" && `, ${k("volume")}`}{price?.reason === "sale" && `, ${k("sale")}`}</p>
                      {change && <p className="mt-1 flex items-start gap-1.5 text-sm text-amber-text"><Icon of={TriangleAlert} size={15} className="mt-0.5" />{changeText(change)}</p>}
                    </div>
                    <div className="max-md:col-start-2 max-md:row-start-2">
                      <LineStepper sku={sku} quantity={line.quantity} set={setQuantity} words={{ add: t("add", { title: line.title }), inBox: t("inBox", { title: line.title }), less: t("less"), more: t("more"), undo: c("undo"), added: t("added", { title: line.title }), removed: t("removed", { title: line.title }), onlyLeft: t("onlyLeft", { n: "{n}" }), soldOut: t("soldOut"), failed: t("failed") }} />
                    </div>
                    <p className="text-right font-semibold max-md:col-start-3 max-md:row-start-1 max-md:self-start">{formatMoney(locale, price?.amount ?? line.line_total ?? line.unit_price)}</p>
                  </li>
                );
              })}
            </ul>
            {farm?.missing && <p className="mt-2 flex items-center gap-1.5 text-sm text-amber-text"><Icon of={TriangleAlert} size={15} />{k("minimum", { missing: formatMoney(locale, farm.missing) })}</p>}
          </section>
        );
      })}
    </>
  );
}

import { CirclePause, ClipboardList, Megaphone, Move, Play, Plus, Scissors, Trash2, TriangleAlert } from "lucide-react";
import { notFound } from "next/navigation";
import { getSkus, requireSeller } from "@/features/desk/data";
import { ActionForm, FormField, FormSelect, SheetForm, Submit } from "@/features/desk/form";
import { DeskHead, Part } from "@/features/desk/frame";
import { nextLotCode } from "@/features/desk/reading";
import { skusShown } from "@/features/desk/skus_shown";
import { moveLot, recallLot, setLotStatus, setThreshold, splitLot, writeOff } from "@/features/desk/stock_actions";
import { StockProof } from "@/features/desk/stock_proof";
import { StockTable } from "@/features/desk/stock_table";
import { must, orNothing } from "@/lib/api/problem";
import { api } from "@/lib/api/server";
import { fullDay, moment } from "@/lib/format/dates";
import { localeTag } from "@/lib/format/money";
import { getLocale, getT } from "@/lib/i18n";
import { Banner } from "@/ui/banner";
import { buttonClass } from "@/ui/button";
import { Icon } from "@/ui/icon";
import { Link } from "@/ui/link";
import { Cell, HeadCell, Row, Table } from "@/ui/table";

/** Movements whose reason a person wrote; those of the others are the shop's own words. */
const written: readonly string[] = ["relabelled", "written_off"];
const reasons = ["spoiled", "damaged", "lost", "donated", "sampled", "unsafe", "expired", "other"] as const;

export default async function StockOf({ params, searchParams }: { params: Promise<{ sku: string }>; searchParams: Promise<{ proof?: string }> }) {
  const [{ sku }, { proof }] = [await params, await searchParams];
  const { farm, today } = await requireSeller(`/farm/stock/${sku}`);
  const [t, more, locale] = [await getT("desk"), await getT("deskMore"), await getLocale()];
  const name = (await getSkus()).get(sku);
  if (!name) notFound();
  const client = await api();
  const given = { params: { path: { sku } } };
  const [item, movements] = await Promise.all([
    client.GET("/api/v1/inventory/{sku}", given).then(orNothing),
    client.GET("/api/v1/inventory/{sku}/movements", { params: { path: { sku }, query: { limit: 30 } } }).then((answer) => (answer.response.status === 404 ? { items: [] } : must(answer))),
  ]);
  const number = (value: number) => new Intl.NumberFormat(localeTag(locale), { maximumFractionDigits: 3 }).format(value);
  const fields = new Map(farm.fields.map((field) => [field.id, field.name]));
  const codes = new Map(item?.lots.map((lot) => [lot.id, lot.lot_code]));
  const taken = item?.lots.map((lot) => lot.lot_code) ?? [];
  return (
    <>
      <DeskHead back={{ href: "/farm/stock", label: t("navStock") }} title={name.title} text={<>{name.variant} · <Link href={`/farm/products/${name.product}`} className="font-semibold text-leaf hover:underline">{t("editProduct")}</Link></>}>
        <Link href={`/farm/stock/new?sku=${sku}`} className={buttonClass()}><Icon of={Plus} />{t("newLot")}</Link>
      </DeskHead>
      {item?.low && <Banner tone="amber" icon={TriangleAlert} className="mb-6">{t("lowNow", { n: number(item.available), threshold: number(item.threshold) })}</Banner>}
      {!item || item.lots.length === 0 ? <p className="border-t border-hair py-4 text-muted">{t("noLotsYet")}</p> : (
        <>
          <StockTable initial={[item]} skus={skusShown(new Map([[sku, name]]))} today={today} caption={name.title} all only={sku} />
          <Part id="lots" title={t("lotsDo")} className="mt-10">
            <ul className="border-t border-hair">
              {/* Sold out or not: what is wrong with a lot may show when all of it is gone. */}
              {[...item.lots].sort((a, b) => Number(b.on_hand > 0) - Number(a.on_hand > 0)).map((lot) => {
                const free = number(Math.round((lot.on_hand - lot.held) * 1000) / 1000);
                const hidden = <><input type="hidden" name="sku" value={sku} /><input type="hidden" name="lot" value={lot.id} /><input type="hidden" name="key" value={crypto.randomUUID()} /></>;
                return (
                  <li key={lot.id} className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-hair py-3">
                    <div className="min-w-0 grow">
                      <p className="font-mono font-medium">{lot.lot_code}</p>
                      <p className="text-sm text-muted">{t("lotFacts", { harvested: fullDay(locale, lot.harvested), field: fields.get(lot.field) ?? "–", location: lot.location || t("noLocation") })}</p>
                    </div>
                    <div className="flex flex-wrap gap-2">
                      <Link href={`/farm/stock/${sku}/lots/${lot.id}`} aria-label={t("ofLot", { what: more("lotOrders"), lot: lot.lot_code })} className={buttonClass("quiet", "small")}><Icon of={ClipboardList} size={16} />{more("lotOrders")}</Link>
                      {lot.on_hand > 0 && (
                        <>
                          <SheetForm opener={t("split")} openerLabel={t("ofLot", { what: t("split"), lot: lot.lot_code })} icon={<Icon of={Scissors} size={16} />} title={t("splitTitle", { lot: lot.lot_code })} action={splitLot} said={t("splitSaid")} submit={t("split")}>
                            {hidden}
                            <FormField name="quantity" label={t("quantityPacks")} hint={t("freeHint", { n: free })} inputMode="decimal" />
                            <FormField name="lot_code" label={t("newLotCode")} defaultValue={nextLotCode(lot.harvested, taken)} inputClassName="font-mono" maxLength={60} />
                            <FormField name="location" label={t("location")} hint={t("optional")} maxLength={60} />
                            <FormField name="note" label={t("note")} hint={t("optional")} maxLength={200} />
                          </SheetForm>
                          <SheetForm opener={t("move")} openerLabel={t("ofLot", { what: t("move"), lot: lot.lot_code })} icon={<Icon of={Move} size={16} />} title={t("moveTitle", { lot: lot.lot_code })} action={moveLot} said={t("moveSaid")} submit={t("move")}>
                            {hidden}
                            <FormField name="location" label={t("moveTo")} defaultValue={lot.location} maxLength={60} />
                            <FormField name="quantity" label={t("movePart")} hint={t("movePartHint", { n: free })} inputMode="decimal" />
                            <FormField name="lot_code" label={t("newLotCode")} hint={t("movePartCode")} inputClassName="font-mono" maxLength={60} />
                            <FormField name="note" label={t("note")} hint={t("optional")} maxLength={200} />
                          </SheetForm>
                          <SheetForm opener={t("writeOff")} openerLabel={t("ofLot", { what: t("writeOff"), lot: lot.lot_code })} icon={<Icon of={Trash2} size={16} />} title={t("writeOffTitle", { lot: lot.lot_code })} action={writeOff} said={t("writeOffSaid")} submit={t("writeOff")} submitKind="danger">
                            {hidden}
                            <FormField name="quantity" label={t("quantityPacks")} hint={t("freeHint", { n: free })} inputMode="decimal" />
                            <FormSelect name="reason" label={t("reason")} defaultValue=""><option value="" disabled>{t("choose")}</option>{reasons.map((reason) => <option key={reason} value={reason}>{t(`lost_${reason}`)}</option>)}</FormSelect>
                            <FormField name="note" label={t("note")} hint={t("optional")} maxLength={200} />
                          </SheetForm>
                        </>
                      )}
                      {(lot.status === "sellable" || lot.status === "quarantined") && (
                        <SheetForm opener={t(lot.status === "sellable" ? "holdBackDo" : "putBack")} openerLabel={t("ofLot", { what: t(lot.status === "sellable" ? "holdBackDo" : "putBack"), lot: lot.lot_code })} icon={<Icon of={lot.status === "sellable" ? CirclePause : Play} size={16} />} title={t(lot.status === "sellable" ? "holdBackDo" : "putBack")} action={setLotStatus} said={t(lot.status === "sellable" ? "heldBackSaid" : "putBackSaid")} submit={t("save")}>
                          {hidden}
                          <input type="hidden" name="status" value={lot.status === "sellable" ? "quarantined" : "sellable"} />
                          <p className="text-muted">{t(lot.status === "sellable" ? "holdBackText" : "putBackText")}</p>
                          <FormField name="reason" label={t("reason")} maxLength={200} />
                        </SheetForm>
                      )}
                      {lot.status !== "recalled" && (
                        <SheetForm opener={t("recallDo")} openerLabel={t("ofLot", { what: t("recallDo"), lot: lot.lot_code })} icon={<Icon of={Megaphone} size={16} />} kind="danger-outline" title={t("recallTitle", { lot: lot.lot_code })} action={recallLot} said={t("recallSaid")} submit={t("recallDo")} submitKind="danger">
                          {hidden}
                          <p>{t("recallText")}</p>
                          <FormField name="reason" label={t("recallReason")} hint={t("recallReasonHint")} maxLength={200} />
                        </SheetForm>
                      )}
                    </div>
                  </li>
                );
              })}
            </ul>
          </Part>
        </>
      )}
      <div className="mt-10 grid gap-10 lg:grid-cols-[17rem_minmax(0,1fr)]">
        {item && (
          <Part id="alert" title={t("lowAlert")}>
            <ActionForm action={setThreshold} said={t("thresholdSaved")} className="mt-2 grid gap-3" label={t("lowAlert")}>
              <input type="hidden" name="sku" value={sku} />
              <FormField name="threshold" label={t("threshold")} hint={t("thresholdHint")} defaultValue={String(item.threshold)} inputMode="decimal" />
              <div><Submit kind="secondary" busy={t("saving")}>{t("save")}</Submit></div>
            </ActionForm>
          </Part>
        )}
        <Part id="movements" title={t("movements")} note={t("movementsNote")}>
          {movements.items.length === 0 ? <p className="border-t border-hair py-3 text-muted">{t("movementsNothing")}</p> : (
            <Table caption={t("movements")} head={<tr><HeadCell>{t("when")}</HeadCell><HeadCell>{t("what")}</HeadCell><HeadCell className="max-md:hidden">{t("colLot")}</HeadCell><HeadCell number>{t("change")}</HeadCell><HeadCell number>{t("balance")}</HeadCell></tr>}>
              {movements.items.map((movement) => (
                <Row key={movement.sequence}>
                  <Cell className="text-sm md:whitespace-nowrap">{moment(locale, movement.at, farm.time_zone || "UTC")}</Cell>
                  <Cell>{t(`moved_${movement.kind}`)}{movement.cause && movement.cause !== "counted" && <span className="text-muted">, {t(`cause_${movement.cause}`)}</span>}{written.includes(movement.kind) && movement.reason && <span className="block max-w-[44ch] text-sm break-words text-muted">{movement.reason}</span>}</Cell>
                  <Cell className="font-mono text-sm text-muted max-md:hidden">{movement.lot ? (codes.get(movement.lot) ?? "") : ""}</Cell>
                  <Cell number>{movement.quantity > 0 ? `+${number(movement.quantity)}` : number(movement.quantity)}</Cell>
                  <Cell number className="font-semibold">{number(movement.balance)}</Cell>
                </Row>
              ))}
            </Table>
          )}
        </Part>
      </div>
      {item && <StockProof sku={sku} asked={proof === "yes"} />}
    </>
  );
}

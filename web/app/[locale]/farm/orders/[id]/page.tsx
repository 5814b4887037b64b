import { MapPin, MessageCircleWarning, Phone, RotateCcw, Truck, X } from "lucide-react";
import { notFound } from "next/navigation";
import { getSkus, getStock, requireSeller } from "@/features/desk/data";
import { FormArea, FormField, FormSelect, SheetForm, StepButton } from "@/features/desk/form";
import { DeskHead, Fact, Part } from "@/features/desk/frame";
import { PictureLinks } from "@/features/pictures/picture_links";
import { addNote, answerComplaint, takeBack, takeStep } from "@/features/desk/order_actions";
import { nameOf, partShown, shortId, stepsOf, stepSaid, stepWord } from "@/features/desk/part_state";
import { orNothing } from "@/lib/api/problem";
import { api } from "@/lib/api/server";
import { longDay, moment, wallClock } from "@/lib/format/dates";
import { formatMoney, localeTag } from "@/lib/format/money";
import { getLocale, getT } from "@/lib/i18n";
import { Badge } from "@/ui/badge";
import { Banner } from "@/ui/banner";
import { Checkbox } from "@/ui/field";
import { Icon } from "@/ui/icon";
import { Cell, HeadCell, Row, Table } from "@/ui/table";

export async function generateMetadata({ params }: { params: Promise<{ id: string }> }) {
  return { title: (await getT("desk"))("orderTitle", { order: shortId((await params).id) }) };
}

export default async function Order({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const { farm } = await requireSeller(`/farm/orders/${id}`);
  const [t, locale] = [await getT("desk"), await getLocale()];
  if (!/^ord_\w{26}$/.test(id)) notFound();
  const part = orNothing(await (await api()).GET("/api/v1/farms/mine/orders/{id}", { params: { path: { id } } }));
  if (!part) notFound();
  const [stock, skus] = await Promise.all([getStock(), getSkus()]);
  const codes = new Map(stock.flatMap((item) => item.lots.map((lot) => [lot.id, lot] as const)));
  const name = nameOf(part);
  const number = (value: number) => new Intl.NumberFormat(localeTag(locale), { maximumFractionDigits: 3 }).format(value);
  const at = (instant: string) => moment(locale, instant, farm.time_zone || "UTC");
  const shown = partShown[part.status];
  const steps = stepsOf(part.status, part.delivery?.method);
  const left = part.lines.filter((line) => line.left > 0);
  const delivery = part.delivery;
  const first = steps[0];
  const lineFields = (to: "most" | "none") => left.map((line) => <FormField key={line.sku} name={`line.${line.sku}`} label={line.title} hint={t("ofPacks", { n: number(line.left) })} inputMode="decimal" defaultValue={to === "most" ? String(line.left) : ""} placeholder="0" />);

  return (
    <>
      <DeskHead back={{ href: "/farm/orders", label: t("navOrders") }} title={name} text={<><span className="font-mono text-sm">{part.order}</span> · {t("placed", { time: at(part.placed) })}</>}>
        {steps.includes("packed") && (
          <SheetForm opener={t("packShort")} kind="quiet" size="medium" title={t("packShort")} action={takeStep} said={t("saidPacked", { name })} submit={t("stepPacked")}>
            <p className="text-muted">{t("packShortText")}</p>
            <input type="hidden" name="order" value={part.order} /><input type="hidden" name="to" value="packed" />
            {lineFields("most")}
          </SheetForm>
        )}
        {steps.includes("shipped") && (
          <SheetForm opener={t("stepShipped")} icon={<Icon of={Truck} />} kind="primary" size="medium" title={t("stepShipped")} action={takeStep} said={t("saidShipped", { name })} submit={t("stepShipped")}>
            <input type="hidden" name="order" value={part.order} /><input type="hidden" name="to" value="shipped" />
            <FormField name="carrier" label={t("carrier")} hint={t("optional")} maxLength={80} />
            <FormField name="tracking" label={t("tracking")} hint={t("optional")} maxLength={120} />
            <FormField name="tour" label={t("tour")} hint={t("tourHint")} maxLength={80} />
          </SheetForm>
        )}
        {steps.includes("delivered") && (
          <SheetForm opener={t("stepDelivered")} kind={first === "delivered" ? "primary" : "secondary"} size="medium" title={t("stepDelivered")} action={takeStep} said={t("saidDelivered", { name })} submit={t("stepDelivered")}>
            <input type="hidden" name="order" value={part.order} /><input type="hidden" name="to" value="delivered" />
            <FormField name="handed_to" label={t("handedTo")} hint={t("optional")} maxLength={120} />
            <FormField name="note" label={t("note")} hint={t("optional")} maxLength={300} />
          </SheetForm>
        )}
        {(first === "packing" || first === "packed") && (
          <>
            {first === "packing" && <StepButton action={takeStep} fields={{ order: part.order, to: "packing" }} said={t(stepSaid.packing, { name })} size="medium">{t(stepWord.packing)}</StepButton>}
            <StepButton action={takeStep} fields={{ order: part.order, to: "packed" }} said={t(stepSaid.packed, { name })} kind="primary" size="medium">{t("packedWhole")}</StepButton>
          </>
        )}
      </DeskHead>

      {part.complaints.filter((complaint) => complaint.status !== "resolved").map((complaint) => (
        <Banner key={complaint.id} tone="danger" icon={MessageCircleWarning} className="mb-4" action={complaint.status === "open" && (
          <SheetForm opener={t("needAnswer")} title={t("answerTitle")} action={answerComplaint} said={t("answered")} submit={t("send")}>
            <input type="hidden" name="order" value={part.order} /><input type="hidden" name="complaint" value={complaint.id} />
            <FormArea name="text" label={t("yourAnswer")} hint={t("answerHint")} maxLength={2000} />
          </SheetForm>
        )}>
          <p className="font-semibold">{t(`complaint_${complaint.reason}`)}: {complaint.lines.map((line) => `${number(line.quantity)} × ${skus.get(line.sku)?.title ?? line.sku}`).join(", ")}</p>
          <p>{complaint.text}</p>
          <PictureLinks urls={complaint.pictures} className="mt-2" />
          {complaint.answer && <p className="mt-1 text-sm text-muted">{t("yourAnswer")}: {complaint.answer.text}</p>}
        </Banner>
      ))}

      <div className="grid gap-x-9 gap-y-8 xl:grid-cols-[minmax(0,1fr)_17rem]">
        <div className="grid min-w-0 content-start gap-8">
          <Part id="lines" title={t("contents")} note={t("packsN", { n: left.reduce((sum, line) => sum + line.left, 0) })}>
            <Table caption={t("contents")} head={<tr><HeadCell>{t("colCrop")}</HeadCell><HeadCell>{t("takeFrom")}</HeadCell><HeadCell number>{t("ordered")}</HeadCell><HeadCell number>{t("toGo")}</HeadCell><HeadCell number className="max-md:hidden">{t("lineTotal")}</HeadCell></tr>}>
              {part.lines.map((line) => (
                <Row key={line.sku}>
                  <Cell className="font-semibold">{line.title}{line.storage !== "ambient" && <span className="ml-2 text-xs font-normal text-sky">{t(`storage_${line.storage}`)}</span>}</Cell>
                  <Cell className="text-sm text-muted">{line.lots.map((share) => { const lot = codes.get(share.lot); return <span key={share.lot} className="block"><span className="font-mono">{lot?.lot_code ?? share.lot.slice(-8)}</span>{lot?.location && `, ${lot.location}`}{line.lots.length > 1 && ` × ${number(share.quantity)}`}</span>; })}</Cell>
                  <Cell number>{number(line.ordered)}</Cell>
                  <Cell number className="font-semibold">{number(line.left)}</Cell>
                  <Cell number className="max-md:hidden">{formatMoney(locale, line.line_total)}</Cell>
                </Row>
              ))}
            </Table>
          </Part>
          <Part id="notes" title={t("notes")} actions={
            <SheetForm opener={t("addNote")} title={t("addNote")} action={addNote} said={t("noteSaved")} submit={t("save")}>
              <input type="hidden" name="order" value={part.order} />
              <FormSelect name="audience" label={t("noteFor")} defaultValue="internal"><option value="internal">{t("noteInternal")}</option><option value="customer">{t("noteCustomer")}</option></FormSelect>
              <FormArea name="text" label={t("note")} maxLength={2000} />
            </SheetForm>
          }>
            {part.notes.length === 0 ? <p className="border-t border-hair py-3 text-muted">{t("notesNothing")}</p> : (
              <ul className="border-t border-hair">{part.notes.map((note, i) => <li key={i} className="border-b border-hair py-2.5"><p>{note.text}</p><p className="text-sm text-muted">{t(note.audience === "customer" ? "noteCustomer" : "noteInternal")}, {at(note.at)}</p></li>)}</ul>
            )}
          </Part>
          <div className="flex flex-wrap gap-2">
            {left.length > 0 && ["paid", "packing", "packed", "shipped"].includes(part.status) && (
              <SheetForm opener={t("takeBack")} icon={<Icon of={X} size={16} />} kind="danger-outline" title={t("takeBack")} action={takeBack} said={t("takenBack")} submit={t("takeBackSubmit")} submitKind="danger">
                <p className="text-muted">{t("takeBackText")}</p>
                <input type="hidden" name="order" value={part.order} /><input type="hidden" name="key" value={crypto.randomUUID()} />
                {lineFields("none")}
                <FormField name="reason" label={t("reason")} hint={t("reasonForCustomer")} maxLength={1000} />
                <Checkbox name="restock" label={t("restock")} />
              </SheetForm>
            )}
            {part.status === "delivered" && left.length > 0 && (
              <SheetForm opener={t("takeReturn")} icon={<Icon of={RotateCcw} size={16} />} title={t("takeReturn")} action={takeBack} said={t("takenBack")} submit={t("takeReturn")}>
                <p className="text-muted">{t("takeReturnText")}</p>
                <input type="hidden" name="order" value={part.order} /><input type="hidden" name="what" value="returned" /><input type="hidden" name="key" value={crypto.randomUUID()} />
                {lineFields("none")}
                <FormField name="reason" label={t("reason")} maxLength={1000} />
                <Checkbox name="restock" label={t("restock")} />
              </SheetForm>
            )}
          </div>
        </div>
        <aside className="grid content-start gap-6" aria-label={t("delivery")}>
          <div className="border-t border-hair pt-4">
            <Badge tone={shown.tone} icon={shown.icon}>{t(shown.word)}</Badge>
            <dl className="mt-3">
              <Fact label={t("forDay")}>{longDay(locale, part.day)}</Fact>
              {delivery?.window && <Fact label={t("window")}>{wallClock(locale, delivery.window.from)} – {wallClock(locale, delivery.window.to)}</Fact>}
              {delivery && <Fact label={t("how")}>{t(delivery.method === "pick_up" ? "methodPickUp" : "methodDelivery")}</Fact>}
              {part.invoice && <Fact label={t("invoice")}><span className="font-mono text-sm">{part.invoice}</span></Fact>}
              {part.shipment && <Fact label={t("partShipped")}>{[part.shipment.carrier, part.shipment.tracking, part.shipment.tour].filter(Boolean).join(", ") || at(part.shipment.at)}</Fact>}
              {part.handover && <Fact label={t("handedTo")}>{part.handover.to || at(part.handover.at)}</Fact>}
            </dl>
          </div>
          <div className="border-t border-hair pt-4">
            <h2 className="font-semibold">{t("money")}</h2>
            <dl className="mt-2 grid grid-cols-[1fr_auto] gap-y-1 text-sm">
              {([["moneyGoods", part.money.goods], ["moneyDelivery", part.money.delivery_fee], ["moneyRefunded", part.money.refunded]] as const).filter(([name, sum]) => sum.amount > 0 || name === "moneyGoods").map(([name, sum]) => <div key={name} className="contents"><dt className="text-muted">{t(name)}</dt><dd className="text-right">{name === "moneyRefunded" ? "−" : ""}{formatMoney(locale, sum)}</dd></div>)}
              <div className="contents text-base font-semibold"><dt>{t("moneyTotal")}</dt><dd className="text-right">{formatMoney(locale, part.money.total)}</dd></div>
            </dl>
          </div>
          {(delivery?.address ?? delivery?.pick_up) && (
            <div className="border-t border-hair pt-4">
              <h2 className="font-semibold">{t(delivery?.method === "pick_up" ? "methodPickUp" : "address")}</h2>
              {delivery?.pick_up && <p className="mt-2 flex gap-2"><Icon of={MapPin} className="mt-0.5 text-muted" /><span>{delivery.pick_up.name}<br />{delivery.pick_up.address}</span></p>}
              {delivery?.method !== "pick_up" && delivery?.address && <p className="mt-2 flex gap-2"><Icon of={MapPin} className="mt-0.5 text-muted" /><span>{delivery.address.name}<br />{delivery.address.street}<br />{delivery.address.city}, {delivery.address.state} {delivery.address.zip}</span></p>}
              {delivery?.address?.phone && <p className="mt-2 flex gap-2"><Icon of={Phone} className="mt-0.5 text-muted" /><a href={`tel:${delivery.address.phone}`} className="hover:underline">{delivery.address.phone}</a></p>}
              {delivery?.note && <p className="mt-2 rounded-control bg-sun-wash px-3 py-2">{delivery.note}</p>}
            </div>
          )}
        </aside>
      </div>
    </>
  );
}

import { randomUUID } from "node:crypto";
import { moment, shortDay, wallClock } from "@/lib/format/dates";
import { formatMoney, localeTag } from "@/lib/format/money";
import type { Schema } from "@/lib/api/types";
import { getLocale, getT } from "@/lib/i18n";
import { Link } from "@/ui/link";
import { Cell, HeadCell, Row, Table } from "@/ui/table";
import { PictureLinks } from "@/features/pictures/picture_links";
import { addNote, cancelPart, decideComplaint } from "./actions";
import { ActionForm, FormArea, FormCheck, FormField, FormSelect, Submit } from "./form";
import { Code, Facts, Fold, Nothing, Panel, rowLink, Strip } from "./parts";
import { ComplaintState, OrderState } from "./states";

type Order = Schema<"OrderView">;

export async function OrderStrip({ here }: { here: "orders" | "complaints" }) {
  const t = await getT("tower");
  return <Strip label={t("orders")} items={[{ href: "/tower/orders", text: t("orders"), here: here === "orders" }, { href: "/tower/complaints", text: t("complaints"), here: here === "complaints" }]} />;
}

async function Quantities({ lines, all }: { lines: Order["lines"]; all?: boolean }) {
  const t = await getT("tower");
  return (
    <fieldset className="mb-3">
      <legend className="mb-1.5 font-medium">{t("howMany")}</legend>
      <div className="grid gap-2">
        {lines.map((line) => <FormField key={line.sku} name={`q-${line.sku}`} label={<span className="font-normal">{line.title} <span className="text-muted">{t("ofLeft", { n: line.left })}</span></span>} inputMode="decimal" defaultValue={all ? String(line.left) : ""} className="grid grid-cols-[1fr_6rem] items-center gap-x-3 [&>p]:col-span-2" />)}
      </div>
    </fieldset>
  );
}

export async function PartPanel({ order, part }: { order: Order; part: Order["parts"][number] }) {
  const [t, locale] = [await getT("tower"), await getLocale()];
  const lines = order.lines.filter((line) => line.farm === part.farm);
  const { delivery } = part;
  const left = lines.filter((line) => line.left > 0);
  const open = ["paid", "packing", "packed", "shipped"].includes(part.status) && left.length > 0;
  return (
    <section className="border-b border-hair py-4 first:pt-0 last:border-0">
      <div className="mb-1 flex flex-wrap items-center gap-x-4 gap-y-1"><h3 className="font-semibold">{part.farm_name}</h3><OrderState of={part.status} /></div>
      <Table caption={t("linesOf", { name: part.farm_name })} head={<tr><HeadCell>{t("colItem")}</HeadCell><HeadCell className="max-md:hidden">{t("colLots")}</HeadCell><HeadCell number>{t("colPacks")}</HeadCell><HeadCell number>{t("colSum")}</HeadCell></tr>}>
        {lines.map((line) => (
          <Row key={line.sku}>
            <Cell>{line.title}<span className="block text-sm text-muted">{line.origin.field_name}{line.origin.certificate && <> · {line.origin.certificate}</>}</span></Cell>
            <Cell className="max-md:hidden">{line.lots.length ? line.lots.map((share) => <Link key={share.lot} href={`/tower/recall/${line.sku}/${share.lot}`} className="block underline-offset-4 hover:underline"><Code>…{share.lot.slice(-8)}</Code></Link>) : <span className="text-muted">–</span>}</Cell>
            <Cell number>{new Intl.NumberFormat(localeTag(locale)).format(line.quantity)}{line.left !== line.quantity && <span className="block text-sm text-muted">{t("left", { n: line.left })}</span>}</Cell>
            <Cell number className="font-semibold">{formatMoney(locale, line.line_total)}</Cell>
          </Row>
        ))}
      </Table>
      <Facts className="mt-2" rows={[
        delivery?.window ? [t(delivery.method === "pick_up" ? "pickUp" : "delivery"), <>{shortDay(locale, delivery.window.day)}, {wallClock(locale, delivery.window.from)} – {wallClock(locale, delivery.window.to)}</>] : null,
        delivery?.address ? [t("colAddress"), <>{delivery.address.name}, {delivery.address.street}, {delivery.address.city}, {delivery.address.state} {delivery.address.zip}</>] : null,
        delivery?.pick_up ? [t("colPlace"), <>{delivery.pick_up.name}, {delivery.pick_up.address}</>] : null,
        delivery?.note ? [t("colNote"), delivery.note] : null,
        part.shipment ? [t("shipped"), <>{part.shipment.carrier}{part.shipment.tour && `, ${part.shipment.tour}`} · {moment(locale, part.shipment.at)}</>] : null,
        part.handover ? [t("handedOver"), <>{part.handover.to} · {moment(locale, part.handover.at)}</>] : null,
        part.invoice ? [t("invoice"), <Code key="i">{part.invoice.number}</Code>] : null,
        part.delivery_fee.amount ? [t("deliveryFee"), formatMoney(locale, part.delivery_fee)] : null,
      ]} />
      {open && (
        <div className="mt-1">
          <Fold summary={t("takeBack")} danger>
            <p className="measure mb-3 text-muted">{t("takeBackText")}</p>
            <ActionForm id={`cancel-${part.farm}`} action={cancelPart} hidden={{ order: order.id, farm: part.farm, key: randomUUID() }} className="max-w-xl">
              <Quantities lines={left} all />
              <FormArea name="reason" label={t("reason")} hint={t("reasonToBuyer")} maxLength={1000} className="mb-2" rows={2} />
              <FormCheck name="restock" label={t("restock")} defaultChecked />
              <div className="mt-2"><Submit kind="danger-outline" busy={t("saving")}>{t("cancelAndRefund")}</Submit></div>
            </ActionForm>
          </Fold>
        </div>
      )}
    </section>
  );
}

export async function ComplaintArticle({ order, complaint, link }: { order: Order; complaint: Schema<"Complaint">; link?: boolean }) {
  const [t, locale] = [await getT("tower"), await getLocale()];
  const farm = order.parts.find((part) => part.farm === complaint.farm)?.farm_name ?? complaint.farm;
  const titleOf = (sku: string) => order.lines.find((line) => line.sku === sku)?.title ?? sku;
  const lines = order.lines.filter((line) => complaint.lines.some((wanted) => wanted.sku === line.sku) && line.left > 0);
  return (
    <article aria-label={t("complaintOf", { mail: order.contact.email })} className="border-b border-hair py-5 first:pt-0 last:border-0">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1"><h3 className="font-semibold">{t(`reason_${complaint.reason}`)}</h3><ComplaintState of={complaint.status} /><span className="text-sm text-muted">{moment(locale, complaint.opened)}</span></div>
      <blockquote className="measure mt-2 border-l-2 border-line pl-3 whitespace-pre-line">{complaint.text}</blockquote>
      <Facts className="mt-2" rows={[
        link ? [t("colOrder"), <Link key="o" href={`/tower/orders/${order.id}`} className={rowLink}><Code>{order.id}</Code></Link>] : null,
        link ? [t("colBuyer"), order.contact.email] : null,
        [t("colFarm"), farm],
        [t("colItem"), complaint.lines.map((line) => `${line.quantity} × ${titleOf(line.sku)}`).join(", ")],
        complaint.pictures.length ? [t("pictures"), <PictureLinks key="p" urls={complaint.pictures} />] : null,
        complaint.answer ? [t("farmAnswered"), <>{complaint.answer.text} <span className="text-muted">{moment(locale, complaint.answer.at)}</span></>] : null,
        complaint.decision ? [t("decided"), <><strong className="font-semibold">{t(`resolution_${complaint.decision.resolution}`)}</strong>. {complaint.decision.text} <span className="text-muted">{moment(locale, complaint.decision.at)}</span></>] : null,
      ]} />
      {complaint.status !== "resolved" && (
        <ActionForm id={`decide-${complaint.id}`} action={decideComplaint} hidden={{ order: order.id, complaint: complaint.id }} className="mt-4 max-w-xl rounded-control border border-hair p-4">
          <FormSelect name="resolution" label={t("decision")} className="mb-3" options={[["refund", t("resolution_refund")], ["replacement", t("resolution_replacement")], ["none", t("resolution_none")]]} />
          {lines.length > 0 && <Quantities lines={lines.map((line) => ({ ...line, left: Math.min(line.left, complaint.lines.find((wanted) => wanted.sku === line.sku)?.quantity ?? line.left) }))} all />}
          <FormArea name="text" label={t("toBuyer")} hint={t("toBuyerHint")} maxLength={2000} className="mb-3" />
          <Submit busy={t("saving")}>{t("decide")}</Submit>
        </ActionForm>
      )}
    </article>
  );
}

export async function Refunds({ order }: { order: Order }) {
  const [t, locale] = [await getT("tower"), await getLocale()];
  if (order.refunds.length === 0) return <Nothing title={t("noRefunds")} />;
  return (
    <Table caption={t("refunds")} head={<tr><HeadCell>{t("colWhy")}</HeadCell><HeadCell className="max-md:hidden">{t("colWhen")}</HeadCell><HeadCell number>{t("colAmount")}</HeadCell><HeadCell>{t("colState")}</HeadCell></tr>}>
      {order.refunds.map((refund) => (
        <Row key={refund.id}>
          <Cell>{t(`refund_${refund.reason}`)}<span className="block text-sm text-muted">{refund.text || refund.lines.map((line) => `${line.quantity} × ${order.lines.find((l) => l.sku === line.sku)?.title ?? line.sku}`).join(", ")}</span></Cell>
          <Cell className="text-muted max-md:hidden">{moment(locale, refund.at)}</Cell>
          <Cell number className="font-semibold">{formatMoney(locale, refund.amount)}</Cell>
          <Cell className="text-sm">{t(`refundStatus_${refund.status}`)}{refund.credit_note && <span className="block font-mono text-xs text-muted">{refund.credit_note.number}</span>}</Cell>
        </Row>
      ))}
    </Table>
  );
}

export async function Notes({ order }: { order: Order }) {
  const [t, locale] = [await getT("tower"), await getLocale()];
  return (
    <Panel title={t("notes")}>
      {order.notes.length > 0 && <ul className="mb-4">{order.notes.map((note, i) => <li key={i} className="border-b border-hair py-2 last:border-0"><p className="whitespace-pre-line">{note.text}</p><p className="text-sm text-muted">{t(note.audience === "internal" ? "noteInternal" : "noteCustomer")} · {moment(locale, note.at)}</p></li>)}</ul>}
      <ActionForm id="note" action={addNote} hidden={{ order: order.id }}>
        <FormArea name="text" label={t("newNote")} rows={2} maxLength={2000} className="mb-3" />
        <FormSelect name="audience" label={t("forWhom")} className="mb-3" options={[["internal", t("noteInternal")], ["customer", t("noteCustomer")]]} />
        <Submit kind="secondary" busy={t("saving")}>{t("addNote")}</Submit>
      </ActionForm>
    </Panel>
  );
}

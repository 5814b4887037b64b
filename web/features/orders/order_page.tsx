import { CircleAlert, CreditCard, DoorOpen, PackageCheck, RotateCcw, ShieldCheck, Sprout, Truck, type LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import type { Schema } from "@/lib/api/types";
import { moment, shortDay, wallClock } from "@/lib/format/dates";
import { formatMoney } from "@/lib/format/money";
import { getLocale, getT } from "@/lib/i18n";
import { MessagesProvider } from "@/lib/i18n/client";
import { messages } from "@/lib/i18n/messages";
import { Crest } from "@/ui/art/crest";
import { seasonOf } from "@/ui/art/land";
import { Landscape } from "@/ui/art/landscape";
import { Banner } from "@/ui/banner";
import { buttonClass } from "@/ui/button";
import { Select, TextArea, CheckMark, Field } from "@/ui/field";
import { Icon } from "@/ui/icon";
import { Link } from "@/ui/link";
import { produceOf } from "@/ui/produce";
import { ProduceGround } from "@/ui/produce_ground";
import { cancelOrder, complain, confirmPayment, reorder, takeOut } from "./actions";
import { byWhom } from "./by_whom";
import { ComplaintBanner } from "./complaint_banner";
import { ComplaintPictures } from "./complaint_pictures";
import { pictures_max } from "./complaint_limits";
import type { Order } from "./data";
import { InvoiceLink } from "./invoice_page";
import { LineLots } from "./line_lots";
import { OrderAction } from "./order_action";
import { OrderHistory } from "./order_history";
import { OrderLive } from "./order_live";
import { OrderNotes } from "./order_notes";
import { orderNumber } from "./order_number";
import { OrderParts } from "./order_parts";
import { OtherOrder } from "./other_order";
import { ReorderForm } from "./reorder_form";
import { cancellable, ended, fetched, orderSteps, promised, takeable, type Step, type StepName } from "./steps";
import { TakeOutForm } from "./take_out_form";

const icons: Record<StepName, LucideIcon> = { placed: Sprout, paid: CreditCard, packed: PackageCheck, on_the_way: Truck, at_the_door: DoorOpen };
const colours: Record<StepName, [spine: string, node: string]> = { placed: ["bg-soil", "border-soil text-soil"], paid: ["bg-leaf", "border-leaf text-leaf"], packed: ["bg-leaf", "border-leaf text-leaf"], on_the_way: ["bg-sky", "border-sky text-sky"], at_the_door: ["bg-sky", "border-sky text-sky"] };
const reasons = ["missing", "damaged", "spoiled", "wrong_item", "quality", "not_delivered", "other"] as const;

export async function OrderPage({ order, events, placed }: { order: Order; events: Schema<"EventView">[]; placed: boolean }) {
  const [t, locale, by] = [await getT("orders"), await getLocale(), await byWhom(order)];
  const steps = orderSteps(order, events);
  // Also where some of the money went back since, which the order's status tells then.
  const arrived = steps.every(({ state }) => state === "done");
  const pick_up = fetched(order);
  const { window, others } = promised(order);
  const shipment = order.parts[0]?.shipment;
  const when = window && `${shortDay(locale, window.day)}, ${wallClock(locale, window.from)} – ${wallClock(locale, window.to)}`;
  const titles: Record<StepName, string> = { placed: t("stepPlaced"), paid: order.replaces ? t("stepNothingToPay") : t("stepPaid", { total: formatMoney(locale, order.totals.total) }), packed: t("stepPacked"), on_the_way: t("stepOnTheWay"), at_the_door: t(pick_up ? "stepPickedUp" : "stepAtTheDoor") };
  const texts: Record<StepName, ReactNode> = {
    placed: <span className="flex flex-wrap gap-x-5 gap-y-2 pt-1">{order.parts.map((part) => <span key={part.farm} className="flex items-center gap-2"><Crest name={part.farm_name} size={28} /><span className="font-medium text-ink">{part.farm_name}</span></span>)}</span>,
    paid: order.replaces ? "" : t("stepPaidText", { email: order.contact.email }),
    packed: t("stepPackedText"),
    on_the_way: order.parts.length > 1 ? t("stepOnTheWayEach") : (shipment?.carrier ?? t("stepOnTheWayText")),
    at_the_door: others ? t("stepAtTheDoorEach") : (when ?? (arrived ? "" : t("stepAtTheDoorText"))),
  };
  const said = ({ at, by: who, state }: Step) => {
    const date = at && moment(locale, at);
    return date && [state === "now" ? t("now", { date }) : date, who && by(who)].filter(Boolean).join(", ");
  };
  const over = ended(order.status);
  const headline = over ? t(order.status === "rejected" ? "headRejected" : order.status === "cancelled" ? "headCancelled" : "headRefunded")
    : arrived ? t(pick_up ? "headPickedUp" : "headDelivered")
    : order.payment.status === "requires_action" ? t("headSecondStep")
    : order.status === "pending_payment" ? t("headWaiting")
    : when ? (others ? t("headFirst", { when }) : when)
    : placed ? t("headThanks") : t("headOnItsWay");
  const refunded = order.refunds.reduce((sum, refund) => sum + refund.amount.amount, 0);
  const kept = { ...order.totals.total, amount: order.totals.total.amount - refunded };
  const open = takeable(order);
  const delivered = order.parts.some((part) => part.status === "delivered");
  return (
    <main id="content" className="page pt-4 md:pt-6">
      {!over && !arrived && <OrderLive id={order.id} every_ms={order.status === "pending_payment" ? 3_000 : 10_000} />}
      <p className="text-sm text-muted"><Link href="/orders" className="hover:underline">{t("yourOrders")}</Link> <span aria-hidden className="mx-1">/</span> <span className="font-mono">{orderNumber(order.id)}</span></p>
      <div className="mt-3 overflow-hidden rounded-poster border border-hair bg-surface max-md:-mx-4 max-md:rounded-none max-md:border-x-0">
        <div className="relative h-72 overflow-hidden bg-[#F7E6C9] md:h-75 dark:bg-[#22303A]">
          <Landscape name={order.parts[0]?.farm_name ?? "order"} season={seasonOf(new Date(order.created))} kind="rows" width={1150} height={300} horizon={0.52} sun={[0.8, 0.42]} className="absolute inset-0 size-full" />
          <span aria-hidden className="absolute bottom-0 left-[2.15rem] h-12 w-1.5 bg-[#F2B63C] md:left-[3.4rem]" />
          <div className="relative px-4 pt-6 md:px-28 md:pt-8">
            <h1 className="display-large text-3xl md:text-[3.25rem] md:leading-14">{headline}</h1>
            <p className="mt-2 max-w-xl text-lg">{placed && order.status === "paid" ? t("thanksText", { email: order.contact.email }) : t("orderOf", { date: moment(locale, order.created) })}</p>
          </div>
        </div>
        <div className="grid lg:grid-cols-[1fr_31rem]">
          <div className="px-4 pb-8 md:px-8">
            {order.payment.status === "requires_action" && (
              <Banner tone="amber" icon={ShieldCheck} className="mt-6">
                <p className="font-semibold">{t("secondStepTitle")}</p>
                <p className="mt-1 mb-3">{t("secondStepText", { total: formatMoney(locale, order.totals.total) })}</p>
                <OrderAction order={order.id} act={confirmPayment} label={t("secondStepGo")} busy={t("asking")} words={{ declined: t("secondStepDeclined"), too_late: t("secondStepLate"), failed: t("failed") }} />
              </Banner>
            )}
            {order.status === "pending_payment" && order.payment.status !== "requires_action" && <Banner tone="sky" icon={CircleAlert} className="mt-6">{t("waitingText")}</Banner>}
            {over && <Banner tone={order.status === "rejected" ? "danger" : "amber"} icon={CircleAlert} className="mt-6">{order.status === "rejected" ? t("rejectedText") : refunded > 0 ? t("refundText", { total: formatMoney(locale, { ...order.totals.total, amount: refunded }) }) : t("cancelledText")}</Banner>}
            {order.replaces && <Banner tone="leaf" icon={RotateCcw} className="mt-6"><p>{t("replacesText")}</p><OtherOrder order={order} other={order.replaces.order} word="seeReplaced" /></Banner>}
            <OrderNotes order={order} />
            <ol aria-label={t("timeline")} className="relative">
              {steps.map((step, i) => {
                const [spine, node] = colours[step.name];
                const future = step.state === "to_come" || (over && step.state !== "done");
                return (
                  <li key={step.name} aria-current={step.state === "now" && !over ? "step" : undefined} className="relative flex gap-5 pb-9 md:gap-9">
                    {i < steps.length - 1 ? <span aria-hidden className={`absolute top-0 bottom-0 left-[1.15rem] w-1.5 md:left-[1.4rem] ${steps[i + 1]?.state === "to_come" || over ? "bg-[repeating-linear-gradient(to_bottom,var(--color-line)_0_7px,transparent_7px_13px)]" : spine}`} /> : <span aria-hidden className="absolute top-0 left-[1.15rem] h-7 w-1.5 bg-[repeating-linear-gradient(to_bottom,var(--color-line)_0_7px,transparent_7px_13px)] md:left-[1.4rem]" />}
                    <span className={`relative mt-6 grid size-10 shrink-0 place-items-center rounded-full border-2 md:ml-1.5 ${future ? "border-dashed border-line bg-surface text-muted" : step.state === "now" ? `border-sky bg-sky text-on-leaf shadow-[0_0_0_5px_var(--color-sky-wash)]` : `bg-surface ${node}`}`}><Icon of={icons[step.name]} size={18} /></span>
                    <div className={`pt-6 ${future ? "text-muted" : ""}`}>
                      {step.at && <p className="text-sm text-muted">{said(step)}</p>}
                      <h2 className="text-lg font-semibold">{titles[step.name]}{step.state === "done" && <span className="sr-only">, {t("done")}</span>}</h2>
                      <div className="text-muted">{texts[step.name]}</div>
                    </div>
                  </li>
                );
              })}
            </ol>
            <OrderParts order={order} />
            <OrderHistory order={order} events={events} />
          </div>
          <div className="border-hair px-4 pt-2 pb-8 max-lg:border-t md:px-8 lg:border-l lg:pt-7">
            <dl className="grid grid-cols-3 divide-x divide-hair border-b border-hair pb-5">
              <Figure value={formatMoney(locale, kept)} name={t("total")} />
              <Figure value={String(order.lines.length)} name={t("items", { n: order.lines.length })} />
              <Figure value={String(order.parts.length)} name={t("farms", { n: order.parts.length })} />
            </dl>
            <h2 className="display mt-6 text-2xl">{t("inTheBox")}</h2>
            <ul className="mt-2">
              {order.lines.map((line) => (
                <li key={line.sku} className="flex items-center gap-3 border-b border-hair py-2.5">
                  <ProduceGround {...produceOf(line.title, line.category)} size="tile" />
                  <div className="min-w-0 grow"><p>{line.slug ? <Link href={`/products/${line.slug}`} className="font-semibold underline-offset-4 hover:underline">{line.title}</Link> : <span className="font-semibold">{line.title}</span>}, {line.quantity}</p><p className="text-sm text-muted">{line.farm_name}<LineLots line={line} /></p>{line.left < line.quantity && <p className="text-sm text-muted">{t("lineBack", { n: line.quantity - line.left, all: line.quantity })}</p>}</div>
                  <span>{formatMoney(locale, line.line_total)}</span>
                </li>
              ))}
            </ul>
            <dl className="mt-3 grid grid-cols-[1fr_auto] gap-y-1 text-sm">
              {([["subtotal", order.totals.subtotal], ["discounts", order.totals.discounts], ["delivery", order.totals.delivery], ["tax", order.totals.tax]] as const).filter(([name, m]) => m.amount > 0 || name === "delivery").map(([name, m]) => <div key={name} className="contents"><dt className="text-muted">{t(name)}</dt><dd>{name === "discounts" ? "−" : ""}{formatMoney(locale, m)}</dd></div>)}
              {refunded > 0 && [["paidTotal", "", order.totals.total.amount] as const, ["backTotal", "−", refunded] as const].map(([name, sign, amount]) => <div key={name} className="contents"><dt className="text-muted">{t(name)}</dt><dd>{sign}{formatMoney(locale, { ...kept, amount })}</dd></div>)}
              <div className="contents text-base font-semibold"><dt>{t("total")}</dt><dd>{formatMoney(locale, kept)}</dd></div>
            </dl>
            <InvoiceLink order={order} />
            <div className="mt-5 flex flex-wrap gap-2">
              {order.status !== "pending_payment" && <ReorderForm order={order.id} act={reorder} toBox={<Link href="/box" className={buttonClass("secondary")}>{t("toBox")}</Link>} words={{ go: t("reorder"), busy: t("asking"), failed: t("failed"), some: t("reorderSome"), nothing: t("reorderNothing"), not_for_sale: t("again_not_for_sale", { title: "{title}" }), sold_out: t("again_sold_out", { title: "{title}" }), fewer_left: t("again_fewer_left", { title: "{title}", put: "{put}", wanted: "{wanted}" }) }} />}
              {cancellable(order.status) && <OrderAction order={order.id} act={cancelOrder} kind="danger-outline" label={t("cancel")} busy={t("asking")} words={{ done: t("cancelDone"), too_late: t("cancelLate"), failed: t("failed") }} />}
            </div>
            <TakeOutForm order={order.id} act={takeOut} words={{ title: t("takeOut"), go: t("takeOutGo"), busy: t("asking"), done: t("takeOutDone"), invalid: t("takeOutInvalid"), too_late: t("takeOutLate"), failed: t("failed") }}>
              {open.length > 0 && (
                <>
                  <p className="mb-3 text-muted">{t("takeOutText")}</p>
                  <input type="hidden" name="key" value={crypto.randomUUID()} />
                  {open.map((line) => <Field key={line.sku} className="mb-3" label={t("takeOutHow", { title: line.title, n: line.left })} name={`take-${line.sku}`} type="number" inputMode="numeric" min={0} max={line.left} step={Number.isInteger(line.left) ? 1 : "any"} defaultValue={0} inputClassName="max-w-24" />)}
                </>
              )}
            </TakeOutForm>
            {delivered && (
              <details className="mt-5 rounded-card border border-hair p-4">
                <summary className="font-semibold">{t("somethingWrong")}</summary>
                {order.parts.filter((part) => part.status === "delivered").map((part) => (
                  <div key={part.farm} className="mt-3">
                    <OrderAction order={order.id} act={complain} label={t("send")} busy={t("sending")} words={{ done: t("complaintDone"), invalid: t("complaintInvalid"), too_late: t("complaintLate"), failed: t("failed") }}>
                      <input type="hidden" name="key" value={crypto.randomUUID()} />
                      <p className="font-medium">{part.farm_name}</p>
                      {order.lines.filter((line) => line.farm === part.farm).map((line) => <label key={line.sku} className="flex min-h-11 items-center gap-2.5"><CheckMark name="sku" value={line.sku} /><input type="hidden" name={`quantity-${line.sku}`} value={line.quantity} />{line.title}</label>)}
                      <Select label={t("reason")} name="reason" className="mt-2">{reasons.map((reason) => <option key={reason} value={reason}>{t(`reason_${reason}`)}</option>)}</Select>
                      <TextArea label={t("whatHappened")} name="text" className="my-3" maxLength={1000} />
                      {order.buyer
                        ? <MessagesProvider locale={locale} messages={{ pictures: messages[locale].pictures }}><ComplaintPictures label={t("complaintPictures")} hint={t("complaintPicturesHint", { n: pictures_max })} /></MessagesProvider>
                        : <p className="mb-3 text-sm text-muted">{t("complaintPicturesGuest")}</p>}
                    </OrderAction>
                  </div>
                ))}
              </details>
            )}
            {order.complaints.map((complaint) => <ComplaintBanner key={complaint.id} order={order} complaint={complaint} />)}
            {order.refunds.map((refund) => <p key={refund.id} className="mt-3 text-sm"><strong>{t(refund.status === "done" ? "refundDone" : "refundDue", { total: formatMoney(locale, refund.amount) })}</strong> {refund.reason !== "complaint" && refund.text}</p>)}
          </div>
        </div>
      </div>
    </main>
  );
}

function Figure({ value, name }: { value: string; name: string }) {
  return <div className="px-4 first:pl-0"><dd className="price text-xl">{value}</dd><dt className="text-sm text-muted">{name}</dt></div>;
}

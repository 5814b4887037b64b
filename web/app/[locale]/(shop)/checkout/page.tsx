import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { addressLine, sameAddress } from "@/features/account/address";
import { addressBook } from "@/features/account/address_book";
import { addressWords } from "@/features/account/address_words";
import { getBox } from "@/features/cart/box";
import { BoxLines } from "@/features/cart/box_lines";
import { pay, saveDelivery } from "@/features/checkout/actions";
import { CouponForm } from "@/features/checkout/coupon_form";
import { DeliveryForm } from "@/features/checkout/delivery_form";
import { PayForm } from "@/features/checkout/pay_form";
import { Receipt } from "@/features/checkout/receipt";
import { deliveryOffers } from "@/features/checkout/offers";
import { otherPlace } from "@/features/checkout/place";
import { pointText } from "@/features/checkout/point";
import { DeliveryWindows } from "@/features/checkout/windows";
import { Header } from "@/features/shell/header";
import { formatMoney } from "@/lib/format/money";
import { getLocale, getT } from "@/lib/i18n";
import { localePath } from "@/lib/i18n/path";
import { getMe } from "@/lib/session";
import { Link } from "@/ui/link";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getT("checkout"))("checkout") };
}

export default async function Checkout() {
  const [box, me, t, locale] = [await getBox(), await getMe(), await getT("checkout"), await getLocale()];
  if (!box || box.lines.length === 0 || !box.pricing) redirect(localePath(locale, "/box"));
  // What the box goes to, else what is offered first.
  const book = await addressBook();
  const chosen = box.address ? sameAddress(book, box.address) : book[0];
  const offers = await deliveryOffers(box);
  const byDistance = offers.filter((offer) => offer.point_needed).map((offer) => offer.farm_name);
  const saved = box.address?.point;
  const point = byDistance.length === 0 && !saved ? undefined : {
    value: saved ? pointText(saved) : "",
    words: { title: t("point"), why: byDistance.length > 0 ? t("pointWhy", { farms: byDistance.join(", ") }) : t("pointKept"), label: t("point"), hint: t("pointHint"), error: t("errorPoint"), use: t("usePlace"), useHint: t("usePlaceHint"), asking: t("placeAsking"), denied: t("placeDenied"), rough: t("placeRough") },
  };
  const total = box.pricing.explanation.totals.total;
  const cards = [
    { token: "pm_card_ok", title: "•••• 4242", text: t("cardOk") },
    { token: "pm_card_second_step", title: "•••• 3155", text: t("cardSecondStep") },
    { token: "pm_card_declined", title: "•••• 0002", text: t("cardDeclined") },
    { token: "pm_card_insufficient_funds", title: "•••• 9995", text: t("cardFunds") },
  ];
  const missing = box.pricing.explanation.farms.some((farm) => farm.missing);
  return (
    <>
      <Header />
      <main id="content" className="page pt-8 md:pt-12">
        <h1 className="display text-3xl md:text-[2.75rem] md:leading-12">{t("yourBox")}</h1>
        <p className="mt-2 text-muted">{t("boxSummary", { n: box.lines.length, farms: box.farms.length })} {!me && <>{t("guestText")} <Link href="/sign-in?back=/checkout" className="font-semibold text-leaf underline underline-offset-4">{t("signIn")}</Link></>}</p>
        <div className="mt-6 grid items-start gap-10 lg:grid-cols-[1fr_23rem] lg:gap-16">
          <div className="min-w-0">
            <BoxLines box={box} />
            <DeliveryForm
              save={saveDelivery} values={box.address ?? { name: me?.name ?? "" }} saved={Boolean(box.address)} windows={<DeliveryWindows box={box} offers={offers} />}
              places={book.map((saved) => ({ id: saved.id, title: saved.label || saved.name, text: addressLine(saved) }))} place={chosen?.id ?? otherPlace} point={point} canKeep={Boolean(me)}
              words={{ ...(await addressWords()), where: t("where"), save: t("saveAddress"), saving: t("saving"), saved: t("addressSaved"), moved: t("addressMoved"), kept: t("addressKept"), notKept: t("addressNotKept"), failed: t("saveFailed"), savedAddresses: t("savedAddresses"), other: t("otherAddress"), otherText: t("otherAddressText"), keep: t("keepAddress") }}
            />
            <PayForm
              key={box.id}
              pay={pay} payKey={crypto.randomUUID()} email={me?.email ?? ""} total={total.amount} hash={box.pricing.explanation_hash} ready={Boolean(box.address) && !missing} cards={cards}
              words={{ payment: t("payment"), email: t("email"), emailHint: t("emailHint"), emailWrong: t("emailWrong"), testCards: t("testCards"), pay: t("pay", { total: formatMoney(locale, total) }), paying: t("paying"), addressFirst: missing ? t("minimumFirst") : t("addressFirst"), declinedTitle: t("declinedTitle"), declined: t("declined"), declinedFunds: t("declinedFunds"), declinedExpired: t("declinedExpired"), soldOutTitle: t("soldOutTitle"), soldOut: t("soldOutText", { total: formatMoney(locale, total) }), changedTitle: t("changedTitle"), changed: t("changedText", { total: formatMoney(locale, total) }), failed: t("payFailed"), gone: t("gone", { title: "{title}" }), left: t("onlyLeft", { title: "{title}", n: "{n}" }) }}
            />
          </div>
          <div className="lg:sticky lg:top-24">
            <Receipt box={box}><CouponForm box={box} /></Receipt>
          </div>
        </div>
      </main>
    </>
  );
}

import { Header } from "@/features/shell/header";
import { getT } from "@/lib/i18n";
import { getMe } from "@/lib/session";
import { Landscape } from "@/ui/art/landscape";
import { Link } from "@/ui/link";
import { OpenForm } from "./open_form";
import { openOrder } from "./open_order";
import { orderIdIn } from "./order_id";

/** `order`: what the field begins with. */
export async function OpenOrder({ order = "" }: { order?: string }) {
  const t = await getT("orders");
  return (
    <OpenForm
      order={order} act={openOrder}
      words={{ order: t("openId"), orderHint: t("openIdHint"), email: t("openEmail"), emailHint: t("openEmailHint"), go: t("openGo"), busy: t("opening"), no_id: t("openNoId"), no_email: t("openNoEmail"), unknown: t("openUnknown"), wait: t("openWait"), failed: t("failed") }}
    />
  );
}

/** In place of an order that this browser cannot open, whether it exists or not. */
export async function OpenOrderPage({ id }: { id: string }) {
  const [t, me] = [await getT("orders"), await getMe()];
  return (
    <>
      <Header />
      <main id="content" className="page grid gap-10 pt-8 md:pt-14 lg:grid-cols-[28rem_1fr] lg:gap-20">
        <div>
          <h1 className="display text-3xl">{t("openTitle")}</h1>
          <p className="mt-2 mb-7 text-muted">{t("openText")}{!me && <> <Link href={`/sign-in?back=${encodeURIComponent(`/orders/${id}`)}`} className="font-semibold text-leaf underline underline-offset-4">{t("openSignIn")}</Link></>}</p>
          <OpenOrder order={orderIdIn(id)} />
        </div>
        <div className="hidden h-[30rem] overflow-hidden rounded-poster lg:block"><Landscape name="orders" season="spring" kind="greens" width={660} height={480} horizon={0.52} className="size-full" /></div>
      </main>
    </>
  );
}

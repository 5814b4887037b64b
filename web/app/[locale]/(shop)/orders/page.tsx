import type { Metadata } from "next";
import { order } from "@/features/orders/data";
import { guestOrders } from "@/features/orders/guest";
import { OpenOrder } from "@/features/orders/open_page";
import { OrderList } from "@/features/orders/order_list";
import { Header } from "@/features/shell/header";
import { must } from "@/lib/api/problem";
import { api } from "@/lib/api/server";
import { getT } from "@/lib/i18n";
import { getMe } from "@/lib/session";
import { Landscape } from "@/ui/art/landscape";
import { buttonClass } from "@/ui/button";
import { EmptyState } from "@/ui/empty_state";
import { Link } from "@/ui/link";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getT("orders"))("yourOrders") };
}

export default async function Orders({ searchParams }: { searchParams: Promise<{ cursor?: string }> }) {
  const [me, t, { cursor }] = [await getMe(), await getT("orders"), await searchParams];
  const mine = me ? must(await (await api()).GET("/api/v1/orders", { params: { query: { limit: 20, cursor } } })) : undefined;
  const guests = me ? [] : (await Promise.all((await guestOrders()).map(({ id }) => order(id)))).filter((o) => o !== undefined);
  const orders = mine?.items ?? guests;
  return (
    <>
      <Header />
      <main id="content" className="page pt-8 md:pt-12">
        <h1 className="display text-3xl">{t("yourOrders")}</h1>
        {!me && <p className="mt-2 text-muted">{t("guestOrders")} <Link href="/sign-in?back=/orders" className="font-semibold text-leaf underline underline-offset-4">{t("signIn")}</Link></p>}
        <div className="mt-6">
          {orders.length > 0 ? <OrderList orders={orders} /> : <EmptyState art={<Landscape name="orders" season="spring" kind="greens" width={700} height={300} />} title={t("noneTitle")} actions={<Link href="/shop" className={buttonClass()}>{t("seeSeason")}</Link>}>{t("noneText")}</EmptyState>}
        </div>
        {mine?.next_cursor && <p className="mt-6"><Link href={`/orders?cursor=${mine.next_cursor}`} className={buttonClass("secondary")}>{t("older")}</Link></p>}
        {!me && (
          <section aria-labelledby="open" className="mt-12 border-t border-hair pt-8">
            <h2 id="open" className="display text-2xl">{t("openHere")}</h2>
            <p className="mt-2 mb-5 text-muted">{t("openText")}</p>
            <OpenOrder />
          </section>
        )}
      </main>
    </>
  );
}

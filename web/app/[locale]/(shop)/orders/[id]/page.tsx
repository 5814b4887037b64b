import type { Metadata } from "next";
import { order, orderEvents } from "@/features/orders/data";
import { OpenOrderPage } from "@/features/orders/open_page";
import { orderNumber } from "@/features/orders/order_number";
import { OrderPage } from "@/features/orders/order_page";
import { Header } from "@/features/shell/header";
import { getT } from "@/lib/i18n";

interface Props {
  params: Promise<{ id: string }>;
  searchParams: Promise<{ placed?: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await getT("orders"))("orderTitle", { number: orderNumber((await params).id) }), robots: { index: false } };
}

export default async function OrderRoute({ params, searchParams }: Props) {
  const { id } = await params;
  const found = await order(id);
  if (!found) return <OpenOrderPage id={id} />;
  return (
    <>
      <Header />
      <OrderPage order={found} events={await orderEvents(id)} placed={Boolean((await searchParams).placed)} />
    </>
  );
}

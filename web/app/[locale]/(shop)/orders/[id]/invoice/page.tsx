import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { order, papers } from "@/features/orders/data";
import { InvoicePage } from "@/features/orders/invoice_page";
import { orderNumber } from "@/features/orders/order_number";
import { Header } from "@/features/shell/header";
import { getLocale, getT } from "@/lib/i18n";
import { localePath } from "@/lib/i18n/path";

interface Props {
  params: Promise<{ id: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await getT("orders"))("invoicesOf", { number: orderNumber((await params).id) }), robots: { index: false } };
}

export default async function InvoiceRoute({ params }: Props) {
  const { id } = await params;
  const found = await order(id);
  if (!found) redirect(localePath(await getLocale(), `/orders/${id}`));
  return (
    <>
      <Header />
      <InvoicePage order={found} papers={await papers(id)} />
    </>
  );
}

import { FileText } from "lucide-react";
import type { Schema } from "@/lib/api/types";
import { fullDay } from "@/lib/format/dates";
import { formatMoney, localeTag } from "@/lib/format/money";
import { getLocale, getT } from "@/lib/i18n";
import { EmptyState } from "@/ui/empty_state";
import { Icon } from "@/ui/icon";
import { Link } from "@/ui/link";
import { Cell, HeadCell, Row, Table } from "@/ui/table";
import type { Order, Paper } from "./data";
import { orderNumber } from "./order_number";
import { PrintButton } from "./print_button";

/** Each farm is a seller of its own: an invoice of each, its credit notes behind it, every paper on a sheet of its own in print. */
export async function InvoicePage({ order, papers }: { order: Order; papers: Paper[] }) {
  const t = await getT("orders");
  const back = `/orders/${order.id}`;
  return (
    <main id="content" className="page pt-4 md:pt-6">
      <p className="no-print text-sm text-muted"><Link href="/orders" className="hover:underline">{t("yourOrders")}</Link> <span aria-hidden className="mx-1">/</span> <Link href={back} className="font-mono hover:underline">{orderNumber(order.id)}</Link></p>
      {papers.length === 0 ? (
        <div className="py-10">
          <EmptyState level={1} title={t("noInvoices")} actions={<Link href={back} className="font-semibold text-leaf underline-offset-4 hover:underline">{t("backToOrder")}</Link>}>{t("noInvoicesText")}</EmptyState>
        </div>
      ) : (
        <>
          <div className="no-print mt-3 mb-6 flex flex-wrap items-end justify-between gap-4">
            <div><h1 className="display text-3xl">{t("invoices")}</h1><p className="mt-1 text-muted">{t("invoicesText", { n: papers.length })}</p></div>
            <PrintButton label={t("print")} />
          </div>
          <div className="mx-auto grid max-w-3xl gap-8">{papers.map((paper) => <PaperSheet key={paper.number} paper={paper} />)}</div>
        </>
      )}
    </main>
  );
}

async function PaperSheet({ paper }: { paper: Paper }) {
  const [t, locale] = [await getT("orders"), await getLocale()];
  const credit = paper.kind === "credit_note";
  const figure = new Intl.NumberFormat(localeTag(locale));
  const rate = (ppm: number) => new Intl.NumberFormat(localeTag(locale), { style: "percent", maximumFractionDigits: 3 }).format(ppm / 1_000_000);
  const money = (amount: Paper["total"]) => formatMoney(locale, amount);
  const taxed = paper.taxes.some((tax) => tax.tax.amount !== 0);
  const facts = [[t("issued"), fullDay(locale, paper.issued.slice(0, 10))], [t("paidOn"), fullDay(locale, paper.paid.slice(0, 10))], ...(paper.amends ? [[t("amends"), paper.amends]] : []), [t("order"), orderNumber(paper.order)]];
  return (
    <article aria-labelledby={paper.number} className="sheet rounded-card border border-hair bg-surface p-4 sm:p-6 md:p-9">
      <header className="flex flex-wrap items-start justify-between gap-x-8 gap-y-4 border-b border-ink pb-5">
        <div className="min-w-0">
          <h2 id={paper.number} className="display text-2xl">{credit ? t("creditNote") : t("invoice")} <span className="block font-mono text-base [overflow-wrap:anywhere]">{paper.number}</span></h2>
        </div>
        <dl className="grid grid-cols-[auto_auto] gap-x-4 gap-y-0.5 text-sm">{facts.map(([name, value]) => <div key={name} className="contents"><dt className="text-muted">{name}</dt><dd className="[overflow-wrap:anywhere]">{value}</dd></div>)}</dl>
      </header>
      <div className="grid gap-6 py-5 sm:grid-cols-2">
        <Party title={t("seller")} name={paper.seller.name} address={paper.seller} />
        <Party title={t("buyer")} name={paper.buyer.name || paper.buyer.address?.name || paper.buyer.email} address={paper.buyer.address} email={paper.buyer.email} />
      </div>
      {paper.lines.length === 0 && paper.delivery_fee.amount === 0 ? <p className="border-y border-hair py-4 text-muted">{t("paperEmpty")}</p> : (
        <Table caption={t("linesOf", { number: paper.number })} head={<tr><HeadCell>{t("item")}</HeadCell><HeadCell number>{t("packs")}</HeadCell><HeadCell number className="max-sm:hidden">{t("taxRate")}</HeadCell><HeadCell number>{t("amount")}</HeadCell></tr>}>
          {paper.lines.map((line) => (
            <Row key={line.sku}>
              <Cell>{line.title}<span className="block text-sm text-muted sm:hidden">{t("taxRate")} {rate(line.rate_ppm)}</span></Cell>
              <Cell number>{figure.format(line.quantity)}</Cell>
              <Cell number className="max-sm:hidden">{rate(line.rate_ppm)}</Cell>
              <Cell number>{money(line.amount)}</Cell>
            </Row>
          ))}
          {paper.delivery_fee.amount !== 0 && <Row><Cell>{t("delivery")}</Cell><Cell /><Cell className="max-sm:hidden" /><Cell number>{money(paper.delivery_fee)}</Cell></Row>}
        </Table>
      )}
      <div className="mt-4 flex items-baseline justify-between gap-4 text-lg font-semibold"><span>{credit ? t("givenBack") : t("total")}</span><span className="price text-xl">{money(paper.total)}</span></div>
      {paper.taxes.length > 0 && (
        <div className="mt-5">
          <h3 className="font-semibold">{t("taxByRate")}</h3>
          {taxed ? (
            <Table caption={t("taxOf", { number: paper.number })} head={<tr><HeadCell>{t("taxName")}</HeadCell><HeadCell number>{t("taxRate")}</HeadCell><HeadCell number>{t("net")}</HeadCell><HeadCell number>{t("taxAmount")}</HeadCell></tr>}>
              {paper.taxes.map((tax) => <Row key={`${tax.name}-${tax.rate_ppm}`}><Cell>{tax.name || t("taxFree")}</Cell><Cell number>{rate(tax.rate_ppm)}</Cell><Cell number>{money(tax.net)}</Cell><Cell number>{money(tax.tax)}</Cell></Row>)}
            </Table>
          ) : <p className="mt-1 text-sm text-muted">{t("noTaxOn", { total: money(paper.total) })}</p>}
        </div>
      )}
    </article>
  );
}

function Party({ title, name, address, email }: { title: string; name: string; address?: Pick<Schema<"InvoiceSeller">, "street" | "city" | "state" | "zip">; email?: string }) {
  return (
    <section>
      <h3 className="text-sm text-muted">{title}</h3>
      <p className="font-semibold [overflow-wrap:anywhere]">{name}</p>
      {address && <p>{address.street}<br />{address.city}, {address.state} {address.zip}</p>}
      {email && email !== name && <p className="[overflow-wrap:anywhere]">{email}</p>}
    </section>
  );
}

/** On the page of the order, once there is a paper. */
export async function InvoiceLink({ order }: { order: Order }) {
  if (!order.parts.some((part) => part.invoice)) return null;
  return <Link href={`/orders/${order.id}/invoice`} className="mt-4 inline-flex min-h-11 items-center gap-2 font-semibold text-leaf underline-offset-4 hover:underline"><Icon of={FileText} />{(await getT("orders"))("invoices")}</Link>;
}

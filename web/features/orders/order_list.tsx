import { formatMoney } from "@/lib/format/money";
import { fullDay } from "@/lib/format/dates";
import { getLocale, getT } from "@/lib/i18n";
import { Badge } from "@/ui/badge";
import { Link } from "@/ui/link";
import { produceOf } from "@/ui/produce";
import { ProduceGround } from "@/ui/produce_ground";
import type { Order } from "./data";
import { orderNumber } from "./order_number";
import { tones } from "./tones";

export async function OrderList({ orders }: { orders: Pick<Order, "id" | "status" | "created" | "totals" | "lines">[] }) {
  const [t, locale] = [await getT("orders"), await getLocale()];
  return (
    <ul className="border-t border-hair">
      {orders.map((order) => (
        <li key={order.id} className="relative flex flex-wrap items-center gap-x-5 gap-y-2 border-b border-hair py-4 hover:bg-sunken">
          <div className="flex -space-x-2">{order.lines.slice(0, 4).map((line) => <ProduceGround key={line.sku} {...produceOf(line.title, line.category)} size="tile" className="ring-2 ring-paper" />)}</div>
          <div className="min-w-44 grow">
            <Link href={`/orders/${order.id}`} className="font-semibold after:absolute after:inset-0">{fullDay(locale, order.created.slice(0, 10))}</Link>
            <p className="truncate text-sm text-muted"><span className="font-mono text-xs">{orderNumber(order.id)}</span> · {order.lines.map((line) => line.title).join(", ").slice(0, 80)}</p>
          </div>
          <Badge tone={tones[order.status] ?? "muted"}>{t(`status_${order.status}`)}</Badge>
          <span className="w-20 text-right font-semibold">{formatMoney(locale, order.totals.total)}</span>
        </li>
      ))}
    </ul>
  );
}

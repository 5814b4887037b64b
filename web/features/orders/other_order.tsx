import { getT } from "@/lib/i18n";
import { Link } from "@/ui/link";
import { openOther } from "./actions";
import type { Order } from "./data";
import { secretOf } from "./guest";
import { orderNumber } from "./order_number";

/**
 * The way to an order that this one replaces, or that goes out in its place. A guest's browser has the secret of the one order only:
 * there it is a button, and the action fetches the other's.
 */
export async function OtherOrder({ order, other, word }: { order: Order; other: string; word: "seeReplacement" | "seeReplaced" }) {
  const text = (await getT("orders"))(word, { number: orderNumber(other) });
  const look = "inline-flex min-h-11 items-center font-semibold text-leaf underline underline-offset-4";
  if (order.buyer || (await secretOf(other))) return <Link href={`/orders/${other}`} className={look}>{text}</Link>;
  return <form action={openOther}><input type="hidden" name="order" value={order.id} /><input type="hidden" name="other" value={other} /><button type="submit" className={look}>{text}</button></form>;
}

import type { Schema } from "@/lib/api/types";
import { moment } from "@/lib/format/dates";
import { getLocale, getT } from "@/lib/i18n";
import { byWhom } from "./by_whom";
import type { Order } from "./data";
import { whoDid } from "./who";

/** Everything that happened to the order: when, what, by whom. */
export async function OrderHistory({ order, events }: { order: Order; events: Schema<"EventView">[] }) {
  const [t, locale, by] = [await getT("orders"), await getLocale(), await byWhom(order)];
  if (events.length === 0) return null;
  return (
    <details className="mt-6 rounded-card border border-hair p-4">
      <summary className="font-semibold">{t("history")}</summary>
      <ol className="mt-2">
        {events.map((event) => (
          <li key={event.sequence} className="border-t border-hair py-2 first:border-0">
            <time dateTime={event.at} className="text-sm text-muted">{moment(locale, event.at)}</time>
            <p>{t(`event_${event.type}`)}, {by(whoDid(order, event))}</p>
          </li>
        ))}
      </ol>
    </details>
  );
}

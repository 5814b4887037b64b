import "server-only";
import { getT } from "@/lib/i18n";
import type { Order } from "./data";
import type { Who } from "./who";

/** "by you", "by the farm", and with several farms by which. */
export async function byWhom(order: Order): Promise<(who: Who) => string> {
  const t = await getT("orders");
  return (who) => {
    const farm = order.parts.length > 1 && order.parts.find((part) => part.farm === who.farm)?.farm_name;
    return who.is === "you" ? t("byYou") : who.is === "shop" ? t("byShop") : farm ? t("byFarmOf", { farm }) : t("byFarm");
  };
}

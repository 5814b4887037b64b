import { getT } from "@/lib/i18n";
import { Strip } from "./parts";

export async function ShopStrip({ here }: { here: "coupons" | "mails" | "categories" }) {
  const t = await getT("tower");
  return <Strip label={t("shopFloor")} items={[
    { href: "/tower/shop", text: t("coupons"), here: here === "coupons" },
    { href: "/tower/shop/mails", text: t("mails"), here: here === "mails" },
    { href: "/tower/shop/categories", text: t("categories"), here: here === "categories" },
  ]} />;
}

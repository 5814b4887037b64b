import { House, Package, ScanLine, ShoppingBasket, Store } from "lucide-react";
import { headers } from "next/headers";
import { getBox } from "@/features/cart/box";
import { getT } from "@/lib/i18n";
import { Icon } from "@/ui/icon";
import { Link } from "@/ui/link";

/** Below 768 px: five tabs, fixed, in place of the box button. */
export async function TabBar() {
  const t = await getT("common");
  const count = (await getBox())?.lines.length ?? 0;
  const path = (await headers()).get("x-gh-path") ?? "/";
  const tabs = [["/", House, t("home")], ["/shop", Store, t("shop")], ["/scan", ScanLine, t("scan")], ["/orders", Package, t("orders")], ["/box", ShoppingBasket, t("box")]] as const;
  const here = (href: string) => (href === "/" ? path === "/" : path.startsWith(href) || (href === "/shop" && path.startsWith("/products")));
  return (
    <nav aria-label={t("name")} className="no-print fixed inset-x-0 bottom-0 z-(--z-sticky) grid grid-cols-5 border-t border-hair bg-surface pb-[env(safe-area-inset-bottom)] md:hidden">
      {tabs.map(([href, glyph, label]) => (
        <Link key={href} href={href} aria-current={here(href) ? "page" : undefined} className="relative grid min-h-14 place-items-center content-center gap-0.5 text-xs text-muted aria-[current]:font-semibold aria-[current]:text-leaf">
          <Icon of={glyph} size={20} />
          {label}
          {href === "/box" && count > 0 && <span className="absolute top-1 left-1/2 ml-1.5 grid h-4.5 min-w-4.5 place-items-center rounded-full bg-[#F2B63C] px-1 text-2xs font-semibold text-[#1F2A20]">{count}</span>}
        </Link>
      ))}
    </nav>
  );
}

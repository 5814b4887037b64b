import { Search, ShoppingBasket, Truck, UserRound } from "lucide-react";
import { getBox } from "@/features/cart/box";
import { formatMoney } from "@/lib/format/money";
import { getLocale, getT } from "@/lib/i18n";
import { localePath } from "@/lib/i18n/path";
import { hasSession } from "@/lib/session";
import { Wordmark } from "@/ui/art/mark";
import { Icon } from "@/ui/icon";
import { Link } from "@/ui/link";
import { SearchKeys } from "./search_keys";

/** `here` marks the section of the page: "shop", "farms", "how". `query` stands in the search field. */
export async function Header({ here, query = "" }: { here?: "shop" | "farms" | "how"; query?: string }) {
  const t = await getT("common");
  const locale = await getLocale();
  const box = await getBox();
  const signedIn = await hasSession();
  const count = box?.lines.length ?? 0;
  const total = box?.pricing?.explanation.totals.total ?? box?.subtotal;
  const nav = [["shop", "/shop", t("shop")], ["farms", "/farms", t("farms")], ["how", "/how-we-check", t("howWeCheck")]] as const;
  return (
    <header className="no-print border-b border-hair bg-paper md:sticky md:top-0 md:z-(--z-header)">
      <a href="#content" className="fixed top-2 left-2 z-(--z-skip-link) -translate-y-20 rounded-control bg-inverse px-4 py-3 font-semibold text-on-inverse focus:translate-y-0">{t("skip")}</a>
      <div className="page flex flex-wrap items-center gap-x-6 gap-y-2.5 py-2.5 md:min-h-[4.5rem] md:flex-nowrap">
        <Link href="/" aria-label={`${t("name")}, ${t("home")}`} className="shrink-0 rounded-control"><Wordmark /></Link>
        <form role="search" action={localePath(locale, "/shop")} className="relative order-last w-full md:order-none md:w-auto md:max-w-[21rem] md:grow">
          <Icon of={Search} size={17} className="absolute top-1/2 left-3.5 -translate-y-1/2 text-muted" />
          <input id="search" type="search" name="q" defaultValue={query} aria-label={t("search")} placeholder={t("searchHint")} className="h-11 w-full rounded-control border border-line bg-surface pr-3 pl-10 placeholder:text-muted md:h-10.5" />
          <kbd aria-hidden className="pointer-events-none absolute top-1/2 right-2.5 hidden -translate-y-1/2 rounded-mark border border-hair px-1.5 text-xs text-muted lg:block">/</kbd>
          <SearchKeys box={localePath(locale, "/box")} prefix={localePath(locale, "/").replace(/\/$/, "")} words={{ list: t("suggestions"), farm: t("suggestFarm"), category: t("suggestCategory"), instead: t("suggestInstead") }} />
        </form>
        <nav aria-label={t("main")} className="hidden gap-5 md:flex">
          {nav.map(([key, href, label]) => (
            <Link key={key} href={href} aria-current={here === key ? "page" : undefined} className="border-b-2 border-transparent py-1.5 font-medium hover:border-hair aria-[current]:border-leaf">{label}</Link>
          ))}
        </nav>
        <div className="ml-auto flex items-center gap-3 md:gap-5">
          <Slot />
          <Link href={signedIn ? "/account" : "/sign-in"} className="inline-flex min-h-11 items-center gap-2 rounded-control font-medium hover:text-leaf">
            <Icon of={UserRound} size={19} /><span className="max-lg:sr-only">{signedIn ? t("account") : t("signIn")}</span>
          </Link>
          <Link href="/box" aria-label={count && total ? t("boxCount", { n: count, total: formatMoney(locale, total) }) : t("boxEmpty")} className="hidden h-10.5 items-center gap-2.5 rounded-control bg-leaf-strong px-3.5 font-semibold text-on-leaf md:inline-flex">
            <Icon of={ShoppingBasket} size={19} />
            {count > 0 && total ? <span>{formatMoney(locale, total)}</span> : <span>{t("box")}</span>}
            {count > 0 && <span className="grid h-5 min-w-5 place-items-center rounded-full bg-[#F2B63C] px-1 text-xs font-semibold text-[#1F2A20]">{count}</span>}
          </Link>
        </div>
      </div>
    </header>
  );

  // The delivery that the box has chosen: its day and hours, and where to.
  async function Slot() {
    const choice = box?.pricing?.explanation.farms.find((farm) => farm.delivery);
    if (!box?.address || !choice) return null;
    return (
      <span className="flex items-center gap-2 text-sm leading-4 max-lg:hidden"><Icon of={Truck} size={18} className="text-leaf" />{box.address.zip}</span>
    );
  }
}

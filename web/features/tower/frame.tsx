import { CircleAlert, CircleCheck, Store } from "lucide-react";
import { ThemeSwitch } from "@/features/shell/theme_switch";
import { apiAddress } from "@/lib/api/server";
import { shortDay, clock } from "@/lib/format/dates";
import { getLocale, getT } from "@/lib/i18n";
import { localePath } from "@/lib/i18n/path";
import { Mark } from "@/ui/art/mark";
import { Icon } from "@/ui/icon";
import { Link } from "@/ui/link";
import { NavLinks } from "./nav_links";
import NextLink from "next/link";

async function healthy(): Promise<boolean> {
  return fetch(`${apiAddress}/readyz`, { cache: "no-store", signal: AbortSignal.timeout(2_000) }).then((response) => response.ok, () => false);
}

export async function TowerFrame({ children, path }: { children: React.ReactNode; path: string }) {
  const [t, common, locale, well] = await Promise.all([getT("tower"), getT("common"), getLocale(), healthy()]);
  const now = new Date().toISOString();
  const nav = ([["/tower", t("now")], ["/tower/farms", t("farms")], ["/tower/orders", t("orders")], ["/tower/stock", t("stock")], ["/tower/recall", t("recall")], ["/tower/users", t("people")], ["/tower/audit", t("audit")], ["/tower/work", t("work")], ["/tower/shop", t("shopFloor")], ["/tower/system", t("system")]] as const)
    .map(([href, text]) => ({ href: localePath(locale, href), text }));
  return (
    <div className="flex min-h-dvh flex-col bg-surface">
      <header className="no-print border-b border-hair bg-paper">
        <a href="#content" className="fixed top-2 left-2 z-(--z-skip-link) -translate-y-20 rounded-control bg-inverse px-4 py-3 font-semibold text-on-inverse focus:translate-y-0">{common("skip")}</a>
        <div className="mx-auto flex w-full max-w-[96rem] flex-wrap items-center gap-x-7 px-4 md:px-7">
          <Link href="/tower" className="flex min-h-14 items-center gap-2.5 rounded-control"><Mark size={26} /><span className="display text-xl">{t("title")}</span></Link>
          <NavLinks label={t("main")} items={nav} />
          <div className="ml-auto flex min-h-14 items-center gap-4 text-sm">
            <Link href="/tower/system" className={`inline-flex min-h-8 items-center gap-1.5 rounded-control font-medium ${well ? "text-leaf" : "text-danger"}`}><Icon of={well ? CircleCheck : CircleAlert} size={16} />{well ? t("healthy") : t("unwell")}</Link>
            <time dateTime={now} className="text-muted max-2xl:hidden">{shortDay(locale, now.slice(0, 10))}, {clock(locale, now)} UTC</time>
          </div>
        </div>
      </header>
      <main id="content" className="mx-auto w-full max-w-[96rem] grow">{children}</main>
      <footer className="no-print border-t border-hair bg-paper text-sm text-muted">
        <div className="mx-auto flex w-full max-w-[96rem] flex-wrap items-center gap-x-6 gap-y-1 px-4 py-2 md:px-7">
          <Link href="/" className="inline-flex min-h-11 items-center gap-1.5 hover:text-ink"><Icon of={Store} size={16} />{t("toShop")}</Link>
          <Link href="/account" className="inline-flex min-h-11 items-center hover:text-ink">{common("account")}</Link>
          <NextLink href={localePath(locale === "en" ? "es" : "en", path)} hrefLang={locale === "en" ? "es" : "en"} lang={locale === "en" ? "es" : "en"} prefetch={false} className="inline-flex min-h-11 items-center hover:text-ink">{common("otherLanguage")}</NextLink>
          <span className="md:ml-auto"><ThemeSwitch label={common("theme")} words={{ light: common("themeLight"), dark: common("themeDark"), system: common("themeSystem") }} /></span>
          <span>{t("timesUtc")}</span>
        </div>
      </footer>
    </div>
  );
}

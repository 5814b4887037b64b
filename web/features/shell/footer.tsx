import { headers } from "next/headers";
import { getLocale, getT } from "@/lib/i18n";
import { localePath } from "@/lib/i18n/path";
import { Wordmark } from "@/ui/art/mark";
import { Link } from "@/ui/link";
import { ThemeSwitch } from "./theme_switch";

export async function Footer() {
  const t = await getT("common");
  const locale = await getLocale();
  const other = locale === "en" ? "es" : "en";
  const path = (await headers()).get("x-gh-path") ?? "/";
  const columns = [
    [t("footerShop"), [["/shop", t("inSeason")], ["/farms", t("farms")], ["/box", t("box")]]],
    [t("footerTrust"), [["/how-we-check", t("howWeCheck")], ["/scan", t("scanLabel")], ["/api/docs", t("apiDocs")]]],
    [t("footerFarms"), [["/sell", t("sellWithUs")], ["/farm", t("farmDesk")]]],
  ] as const;
  return (
    <footer className="no-print mt-16 border-t border-hair pt-12 pb-28 md:mt-24 md:pb-12">
      <div className="page">
        <div className="grid grid-cols-2 gap-x-6 gap-y-8 md:grid-cols-[2.2fr_1fr_1fr_1fr]">
          <div className="col-span-2 md:col-span-1">
            <Wordmark />
            <p className="mt-3 max-w-60 text-sm text-muted">{t("description")}</p>
          </div>
          {columns.map(([title, links]) => (
            <nav key={title} aria-label={title}>
              <h2 className="text-sm font-semibold">{title}</h2>
              <ul className="mt-2">
                {links.map(([href, label]) => (
                  <li key={href}>
                    {href.startsWith("/api/") ? <a href={href} className="inline-flex min-h-8 items-center text-sm text-muted hover:text-ink hover:underline max-md:min-h-11">{label}</a> : <Link href={href} className="inline-flex min-h-8 items-center text-sm text-muted hover:text-ink hover:underline max-md:min-h-11">{label}</Link>}
                  </li>
                ))}
              </ul>
            </nav>
          ))}
        </div>
        <div className="mt-10 flex flex-wrap items-center gap-x-6 gap-y-2 border-t border-hair pt-5 text-sm text-muted">
          <ThemeSwitch label={t("theme")} words={{ light: t("themeLight"), dark: t("themeDark"), system: t("themeSystem") }} />
          <a href={localePath(other, path)} hrefLang={other} lang={other} className="inline-flex min-h-11 items-center hover:text-ink hover:underline">{t("otherLanguage")}</a>
          <span className="ml-auto flex gap-5">
            <Link href="/privacy" className="inline-flex min-h-11 items-center hover:text-ink hover:underline">{t("privacy")}</Link>
            <Link href="/accessibility" className="inline-flex min-h-11 items-center hover:text-ink hover:underline">{t("accessibility")}</Link>
          </span>
        </div>
      </div>
    </footer>
  );
}

import { ArrowLeft, Menu } from "lucide-react";
import type { ReactNode } from "react";
import { ThemeSwitch } from "@/features/shell/theme_switch";
import { getLocale, getT } from "@/lib/i18n";
import { localePath } from "@/lib/i18n/path";
import type { Me } from "@/lib/session";
import { Crest } from "@/ui/art/crest";
import { landKind } from "@/ui/art/land";
import { Mark } from "@/ui/art/mark";
import { Icon } from "@/ui/icon";
import { Link } from "@/ui/link";
import { CountWatch } from "./count_watch";
import type { Farm } from "./data";
import { JumpList } from "./jump_list";
import { places, type Place } from "./nav";
import { OtherLanguage, RailNav, TabNav, type RailItem } from "./rail_nav";

const tabs = 4;

/** The desk: a rail on the left, five tabs below on phones. A farm that does not sell yet has no rail to go through. */
export async function DeskFrame({ me, farm, counts, children }: { me: Me; farm?: Farm; counts: Record<string, number>; children: ReactNode }) {
  const [t, common, locale] = [await getT("desk"), await getT("common"), await getLocale()];
  const sells = farm && (farm.status === "verified" || farm.status === "paused") && me.role !== "customer";
  const mine = sells ? places.filter((place) => !place.owner || farm.role === "owner") : [];
  const name = farm?.name ?? t("deskTitle");
  const person = me.name || me.email;
  const sign = farm ? <Crest name={farm.name} kind={landKind(farm.name, farm.tags)} size={36} /> : <Mark size={28} />;
  const itemOf = (place: Place, size: number, label: string): RailItem => ({ place: place.href, href: localePath(locale, place.href), label, icon: <Icon of={place.icon} size={size} />, count: counts[place.href] });
  return (
    <div className="min-h-dvh bg-surface print:bg-transparent md:grid md:grid-cols-[13.5rem_minmax(0,1fr)]">
      <a href="#content" className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-(--z-skip-link) focus:rounded-control focus:bg-surface focus:px-4 focus:py-2.5 focus:font-semibold">{common("skip")}</a>
      <header className="no-print flex items-center gap-3 border-b border-hair bg-paper px-4 py-2.5 md:hidden">
        {sign}
        <span className="min-w-0 grow truncate font-semibold">{name}</span>
        <Link href="/" aria-label={t("toShop")} className="grid size-11 place-items-center rounded-control text-muted hover:text-ink"><Mark size={24} /></Link>
      </header>
      <header className="no-print sticky top-0 hidden h-dvh flex-col overflow-y-auto border-r border-hair bg-paper px-3 py-5 md:flex">
        <div className="mb-4 flex items-center gap-2.5 px-2">
          {sign}
          <span className="min-w-0">
            <span className="block truncate font-semibold">{name}</span>
            <span className="block truncate text-sm text-muted">{person}</span>
          </span>
        </div>
        <RailNav label={t("deskTitle")} items={mine.map((place) => itemOf(place, 17, t(place.word)))} />
        <div className="mt-auto grid grid-cols-[minmax(0,1fr)] gap-1 px-2.5 pt-6 text-sm [&_label]:grid [&_label]:gap-1 [&_label]:text-muted">
          {mine.length > 0 && <JumpList items={mine.map((place) => ({ href: localePath(locale, place.href), label: t(place.word) }))} />}
          <ThemeSwitch label={common("theme")} words={{ light: common("themeLight"), dark: common("themeDark"), system: common("themeSystem") }} />
          <OtherLanguage locale={locale} label={common("otherLanguage")} className="inline-flex min-h-8 items-center text-muted hover:text-ink" />
          <Link href="/" className="inline-flex min-h-9 items-center gap-2 text-muted hover:text-ink"><Icon of={ArrowLeft} size={16} />{t("toShop")}</Link>
        </div>
      </header>
      <main id="content" tabIndex={-1} className="min-w-0 px-4 pt-5 pb-24 outline-none md:px-9 md:pt-7 md:pb-12 print:p-0">
        <div className="mx-auto max-w-[68rem]">{mine.length > 0 && <CountWatch user={me.id} />}{children}</div>
      </main>
      {mine.length > 0 && (
        <TabNav label={t("tabs")} items={[...mine.slice(0, tabs).map((place) => itemOf(place, 20, t(place.short ?? place.word))), { place: "/farm/more", href: localePath(locale, "/farm/more"), label: t("navMore"), icon: <Icon of={Menu} size={20} /> }]} />
      )}
    </div>
  );
}

/** The head of a page: one serif headline, one line of what it says, what one does here. */
export function DeskHead({ title, text, children, back }: { title: ReactNode; text?: ReactNode; children?: ReactNode; back?: { href: string; label: string } }) {
  return (
    <div className="mb-6 flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
      <div className="min-w-0">
        {back && <Link href={back.href} className="no-print mb-1 inline-flex min-h-8 items-center gap-1.5 text-sm font-medium text-leaf hover:underline"><Icon of={ArrowLeft} size={15} />{back.label}</Link>}
        <h1 className="display text-2xl md:text-3xl">{title}</h1>
        {text && <p className="mt-1 text-muted">{text}</p>}
      </div>
      {children && <div className="no-print flex flex-wrap items-center gap-2">{children}</div>}
    </div>
  );
}

/** A part of a page with its own headline. */
export function Part({ id, title, note, actions, children, className = "" }: { id: string; title: ReactNode; note?: ReactNode; actions?: ReactNode; children: ReactNode; className?: string }) {
  return (
    <section aria-labelledby={id} className={className}>
      <div className="flex min-h-9 flex-wrap items-center justify-between gap-x-4 gap-y-1 pb-1.5">
        <h2 id={id} className="text-base font-semibold">{title}{note && " "}{note && <span className="ml-1 font-normal text-muted">{note}</span>}</h2>
        {actions && <div className="no-print flex flex-wrap items-center gap-2">{actions}</div>}
      </div>
      {children}
    </section>
  );
}

export function Fact({ label, children }: { label: ReactNode; children: ReactNode }) {
  return <div className="flex justify-between gap-4 py-1"><dt className="text-muted">{label}</dt><dd className="text-right">{children}</dd></div>;
}

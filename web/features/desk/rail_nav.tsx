"use client";
import Link from "next/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { localePath, type Locale } from "@/lib/i18n/path";
import { placeOf } from "./nav";

export interface RailItem {
  place: string;
  href: string;
  label: string;
  icon: ReactNode;
  count?: number;
}

// The server sees the path with its language ("/en/farm"), the browser without: both are "/farm".
const bare = (path: string) => path.replace(/^\/(en|es)(?=\/|$)/, "");

export function RailNav({ label, items }: { label: string; items: RailItem[] }) {
  const here = placeOf(bare(usePathname()));
  return (
    <nav aria-label={label}>
      <ul className="grid gap-0.5">
        {items.map((item) => (
          <li key={item.place}>
            <Link href={item.href} prefetch={false} aria-current={here === item.place ? "page" : undefined} className="flex min-h-9 items-center gap-2.5 rounded-control px-2.5 text-ink hover:bg-sunken aria-[current]:bg-sunken aria-[current]:font-semibold [&>svg]:text-muted aria-[current]:[&>svg]:text-leaf">
              {item.icon}
              <span className="grow">{item.label}</span>
              {item.count ? <span className="text-sm font-normal text-muted">{item.count}</span> : null}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

export function TabNav({ label, items }: { label: string; items: RailItem[] }) {
  const path = bare(usePathname());
  const here = placeOf(path);
  const last = items.at(-1)?.place;
  const known = items.some((item) => item.place === here);
  return (
    <nav aria-label={label} className="no-print fixed inset-x-0 bottom-0 z-(--z-sticky) grid grid-cols-5 border-t border-hair bg-surface pb-[env(safe-area-inset-bottom)] md:hidden">
      {items.map((item) => (
        <Link key={item.place} href={item.href} prefetch={false} aria-current={here === item.place || (item.place === last && !known) ? "page" : undefined} className="grid min-h-14 place-items-center content-center gap-0.5 text-xs text-muted aria-[current]:font-semibold aria-[current]:text-leaf">
          {item.icon}{item.label}
        </Link>
      ))}
    </nav>
  );
}

export function OtherLanguage({ locale, label, className }: { locale: Locale; label: string; className?: string }) {
  const other = locale === "en" ? "es" : "en";
  return <a href={localePath(other, bare(usePathname()))} hrefLang={other} lang={other} className={className}>{label}</a>;
}

import type { Metadata } from "next";
import { sectionLink } from "@/features/account/section_link";
import { stopWaiting } from "@/features/account/wait_actions";
import { Header } from "@/features/shell/header";
import { must } from "@/lib/api/problem";
import { api } from "@/lib/api/server";
import { fullDay } from "@/lib/format/dates";
import { getLocale, getT } from "@/lib/i18n";
import { requireMe } from "@/lib/session";
import { Landscape } from "@/ui/art/landscape";
import { Button, buttonClass } from "@/ui/button";
import { EmptyState } from "@/ui/empty_state";
import { Link } from "@/ui/link";
import { produceOf } from "@/ui/produce";
import { ProduceGround } from "@/ui/produce_ground";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getT("account"))("waits") };
}

export default async function Waits({ searchParams }: { searchParams: Promise<{ cursor?: string }> }) {
  await requireMe("/account/waits");
  const [t, locale, { cursor }] = [await getT("account"), await getLocale(), await searchParams];
  const { items, next_cursor } = must(await (await api()).GET("/api/v1/back-in-stock", { params: { query: { limit: 20, cursor } } }));
  return (
    <>
      <Header />
      <main id="content" className="page pt-8 md:pt-12">
        <div className="max-w-2xl">
          <Link href="/account" className={sectionLink}>{t("account")}</Link>
          <h1 className="display text-3xl">{t("waits")}</h1>
          {items.length > 0 ? (
            <>
              <p className="mt-1 text-muted">{t("waitsText")}</p>
              <ul className="mt-6 border-t border-hair">
                {items.map((wait) => {
                  const { product } = wait;
                  const title = product?.title ?? t("waitsUnknown");
                  return (
                    <li key={wait.id} className="flex flex-wrap items-center gap-3 border-b border-hair py-3">
                      <ProduceGround {...produceOf(title, product?.category ?? "")} size="tile" />
                      <div className="min-w-0 grow">
                        {product ? <Link href={`/products/${product.slug}`} className="font-semibold underline-offset-4 hover:underline">{title}</Link> : <span className="font-semibold">{title}</span>}
                        <p className="text-sm text-muted">{product && `${product.farm_name}. `}{t("waitsSince", { date: fullDay(locale, wait.since.slice(0, 10)) })}</p>
                      </div>
                      <form action={stopWaiting}><input type="hidden" name="id" value={wait.id} /><Button type="submit" kind="quiet" size="small" aria-label={`${t("waitsStop")}: ${title}`}>{t("waitsStop")}</Button></form>
                    </li>
                  );
                })}
              </ul>
            </>
          ) : <div className="mt-8"><EmptyState art={<Landscape name="waits" season="winter" kind="greens" width={700} height={300} />} title={t("waitsNone")} actions={<Link href="/shop" className={buttonClass()}>{t("waitsShop")}</Link>}>{t("waitsNoneText")}</EmptyState></div>}
          {next_cursor && <p className="mt-6"><Link href={`/account/waits?cursor=${next_cursor}`} className={buttonClass("secondary")}>{t("newsOlder")}</Link></p>}
        </div>
      </main>
    </>
  );
}

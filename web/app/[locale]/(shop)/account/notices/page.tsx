import type { Metadata } from "next";
import { openNotice, readAllNotices } from "@/features/account/notice_actions";
import { noticePage } from "@/features/account/notice_link";
import { sectionLink } from "@/features/account/section_link";
import { Header } from "@/features/shell/header";
import { must } from "@/lib/api/problem";
import { api } from "@/lib/api/server";
import { moment } from "@/lib/format/dates";
import { getLocale, getT } from "@/lib/i18n";
import { requireMe } from "@/lib/session";
import { Landscape } from "@/ui/art/landscape";
import { Badge } from "@/ui/badge";
import { Button, buttonClass } from "@/ui/button";
import { EmptyState } from "@/ui/empty_state";
import { Link } from "@/ui/link";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getT("account"))("news") };
}

export default async function Notices({ searchParams }: { searchParams: Promise<{ cursor?: string }> }) {
  await requireMe("/account/notices");
  const [t, locale, { cursor }] = [await getT("account"), await getLocale(), await searchParams];
  const { items, next_cursor, unread } = must(await (await api()).GET("/api/v1/me/notices", { params: { query: { limit: 10, cursor } } }));
  return (
    <>
      <Header />
      <main id="content" className="page pt-8 md:pt-12">
        <div className="max-w-2xl">
          <Link href="/account" className={sectionLink}>{t("account")}</Link>
          <div className="flex flex-wrap items-end justify-between gap-x-4 gap-y-2">
            <div><h1 className="display text-3xl">{t("news")}</h1><p role="status" className="mt-1 text-muted">{t("newsUnread", { n: unread })}</p></div>
            {unread > 0 && <form action={readAllNotices}><Button type="submit" kind="secondary" size="small">{t("newsReadAll")}</Button></form>}
          </div>
          {items.length > 0 ? (
            <ul className="mt-6 border-t border-hair">
              {items.map((notice) => {
                const page = noticePage(notice.link);
                return (
                  <li key={notice.id} className="border-b border-hair py-4">
                    <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
                      <h2 className={`wrap-anywhere ${notice.read ? "font-medium" : "font-bold"}`}>{notice.title}</h2>
                      {!notice.read && <Badge tone="sky">{t("newsNew")}</Badge>}
                    </div>
                    <p className="text-sm text-muted">{moment(locale, notice.at)}</p>
                    <p className="mt-1 wrap-anywhere whitespace-pre-line">{notice.text}</p>
                    {notice.read
                      ? page && <Link href={page} className={sectionLink} aria-label={`${t("newsOpen")}: ${notice.title}`}>{t("newsOpen")}</Link>
                      : <form action={openNotice} className="mt-2"><input type="hidden" name="id" value={notice.id} /><Button type="submit" kind="secondary" size="small" aria-label={`${page ? t("newsOpen") : t("newsRead")}: ${notice.title}`}>{page ? t("newsOpen") : t("newsRead")}</Button></form>}
                  </li>
                );
              })}
            </ul>
          ) : <div className="mt-8"><EmptyState art={<Landscape name="notices" season="spring" kind="rows" width={700} height={300} />} title={t("newsNone")} actions={<Link href="/account/notifications" className={buttonClass("secondary")}>{t("mails")}</Link>}>{t("newsNoneText")}</EmptyState></div>}
          {next_cursor && <p className="mt-6"><Link href={`/account/notices?cursor=${next_cursor}`} className={buttonClass("secondary")}>{t("newsOlder")}</Link></p>}
          {items.length > 0 && <p className="mt-6"><Link href="/account/notifications" className={sectionLink}>{t("mails")}</Link></p>}
        </div>
      </main>
    </>
  );
}

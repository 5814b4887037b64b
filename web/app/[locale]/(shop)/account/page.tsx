import { Laptop, LogOut, ShieldCheck } from "lucide-react";
import type { Metadata } from "next";
import { addressLine } from "@/features/account/address";
import { AccountForm } from "@/features/account/account_form";
import { changeEmail, changeName, changePassword, endSession, endSessions, renewRecoveryCodes, sendVerification, signOut, turnOffSecondFactor, turnOnSecondFactor } from "@/features/account/actions";
import { RecoveryCodesForm } from "@/features/account/recovery_codes_form";
import { sectionLink } from "@/features/account/section_link";
import { SecondFactorForm } from "@/features/account/second_factor_form";
import { OrderList } from "@/features/orders/order_list";
import { Header } from "@/features/shell/header";
import { isProblem, must } from "@/lib/api/problem";
import { api } from "@/lib/api/server";
import { moment } from "@/lib/format/dates";
import { getLocale, getT } from "@/lib/i18n";
import { requireMe } from "@/lib/session";
import { Badge } from "@/ui/badge";
import { Banner } from "@/ui/banner";
import { Button, buttonClass } from "@/ui/button";
import { Icon } from "@/ui/icon";
import { Link } from "@/ui/link";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getT("account"))("account") };
}

export default async function Account() {
  const me = await requireMe("/account");
  const [t, locale, client] = [await getT("account"), await getLocale(), await api()];
  const [sessions, orders, addresses, notices, waits] = await Promise.all([client.GET("/api/v1/me/sessions", { params: { query: { limit: 50 } } }), client.GET("/api/v1/orders", { params: { query: { limit: 3 } } }), client.GET("/api/v1/me/addresses"), client.GET("/api/v1/me/notices", { params: { query: { limit: 1 } } }), client.GET("/api/v1/back-in-stock", { params: { query: { limit: 1 } } })]);
  const recent = orders.data?.items ?? [];
  const book = addresses.data?.items ?? [];
  // An admin who has to set up the second factor may do that, and nothing else is answered.
  const enrolling = isProblem(sessions.error) && sessions.error.code === "second_factor_required";
  const factor = (
    <section aria-labelledby="factor">
      <h2 id="factor" className="display mb-2 flex items-center gap-3 text-2xl">{t("secondFactor")}<Badge tone={me.second_factor ? "leaf" : "muted"} icon={ShieldCheck}>{me.second_factor ? t("on") : t("off")}</Badge></h2>
      <p className="mb-4 text-muted">{t("secondFactorText")}</p>
      {me.second_factor
        ? <><AccountForm act={turnOffSecondFactor} submit={t("turnOff")} busy={t("sending")} kind="danger-outline" fields={[{ name: "password", label: t("password"), type: "password", autoComplete: "current-password", errors: { wrong: t("wrongPassword") } }, { name: "code", label: t("code"), autoComplete: "one-time-code", errors: { code_wrong: t("codeWrong") } }]} words={{ done: t("saved"), wait: t("wait"), failed: t("failed") }} /><RecoveryCodesForm act={renewRecoveryCodes} words={{ title: t("codesRenew"), text: t("codesRenewText"), password: t("password"), code: t("code"), codeHint: t("codeHint"), renew: t("codesRenewGo"), busy: t("sending"), wrong: t("wrongPassword"), codeWrong: t("codeWrong"), wait: t("wait"), failed: t("failed"), codesTitle: t("codesTitle"), codesText: t("codesText") }} /></>
        : <SecondFactorForm act={turnOnSecondFactor} words={{ password: t("password"), begin: t("turnOn"), scan: t("factorScan"), qr: t("factorQr"), secret: t("factorSecret"), code: t("code"), confirm: t("confirm"), wrong: t("wrongPassword"), codeWrong: t("codeWrong"), wait: t("wait"), failed: t("failed"), codesTitle: t("codesTitle"), codesText: t("codesText"), busy: t("sending") }} />}
    </section>
  );
  return (
    <>
      <Header />
      <main id="content" className="page pt-8 md:pt-12">
        <div className="flex flex-wrap items-end justify-between gap-4">
          <div><h1 className="display text-3xl">{me.name}</h1><p className="mt-1 text-muted">{me.email}</p></div>
          <div className="flex flex-wrap gap-2">
            {me.role === "farmer" && <Link href="/farm" className={buttonClass("secondary")}>{t("farmDesk")}</Link>}
            {me.role === "admin" && <Link href="/tower" className={buttonClass("secondary")}>{t("tower")}</Link>}
            <form action={signOut}><Button type="submit" kind="secondary"><Icon of={LogOut} size={16} />{t("signOut")}</Button></form>
          </div>
        </div>
        {!enrolling && !me.email_verified && <Banner tone="amber" icon={ShieldCheck} className="mt-6"><p className="mb-3">{t("notVerified", { email: me.email })}</p><AccountForm act={sendVerification} fields={[]} submit={t("sendAgain")} busy={t("sending")} kind="secondary" words={{ done: t("linkSent"), wait: t("wait"), failed: t("failed") }} /></Banner>}
        {enrolling ? <div className="mt-10 max-w-xl">{factor}</div> : (
          <div className="mt-10 grid grid-cols-1 gap-x-16 gap-y-12 lg:grid-cols-2">
            <section aria-labelledby="orders" className="lg:col-span-2">
              <div className="mb-3 flex items-end justify-between gap-4"><h2 id="orders" className="display text-2xl">{t("orders")}</h2><Link href="/orders" className={sectionLink}>{t("allOrders")}</Link></div>
              {recent.length > 0 ? <OrderList orders={recent} /> : <p className="text-muted">{t("noOrders")}</p>}
            </section>
            <section aria-labelledby="news">
              <div className="mb-3 flex items-end justify-between gap-4"><h2 id="news" className="display text-2xl">{t("news")}</h2><Link href="/account/notices" className={sectionLink}>{t("newsAll")}</Link></div>
              <p>{t("newsUnread", { n: notices.data?.unread ?? 0 })}</p>
              <p><Link href="/account/notifications" className={sectionLink}>{t("mails")}</Link></p>
            </section>
            <section aria-labelledby="waits">
              <div className="mb-3 flex items-end justify-between gap-4"><h2 id="waits" className="display text-2xl">{t("waits")}</h2><Link href="/account/waits" className={sectionLink}>{t("waitsAll")}</Link></div>
              <p className="text-muted">{waits.data?.items[0] ? t("waitsText") : t("waitsNoneText")}</p>
            </section>
            <section aria-labelledby="addresses">
              <div className="mb-3 flex items-end justify-between gap-4"><h2 id="addresses" className="display text-2xl">{t("addresses")}</h2><Link href="/account/addresses" className={sectionLink}>{book.length > 0 ? t("allAddresses") : t("addressAdd")}</Link></div>
              {book[0] ? <p>{book[0].label || book[0].name}<span className="block text-muted">{addressLine(book[0])}</span></p> : <p className="text-muted">{t("noAddresses")}</p>}
            </section>
            <section aria-labelledby="you">
              <h2 id="you" className="display mb-4 text-2xl">{t("you")}</h2>
              <AccountForm act={changeName} submit={t("save")} busy={t("sending")} kind="secondary" fields={[{ name: "name", label: t("name"), autoComplete: "name", value: me.name, errors: { invalid: t("nameMissing") } }]} words={{ done: t("saved"), failed: t("failed") }} />
            </section>
            <section aria-labelledby="email-title">
              <h2 id="email-title" className="display mb-2 text-2xl">{t("email")}</h2>
              <p className="mb-4 text-muted">{t("emailText", { email: me.email })}</p>
              <AccountForm act={changeEmail} submit={t("emailChange")} busy={t("sending")} kind="secondary" fields={[{ name: "new_email", label: t("newEmail"), type: "email", autoComplete: "email", errors: { invalid: t("emailMissing"), taken: t("taken") } }, { name: "email_password", label: t("currentPassword"), type: "password", autoComplete: "current-password", errors: { wrong: t("wrongPassword"), weak: t("wrongPassword") } }]} words={{ done: t("emailSent"), wait: t("wait"), failed: t("failed") }} />
            </section>
            <section aria-labelledby="password-title">
              <h2 id="password-title" className="display mb-4 text-2xl">{t("password")}</h2>
              <AccountForm act={changePassword} submit={t("setPassword")} busy={t("sending")} kind="secondary" fields={[{ name: "current_password", label: t("currentPassword"), type: "password", autoComplete: "current-password", errors: { wrong: t("wrongPassword") } }, { name: "new_password", label: t("newPassword"), type: "password", autoComplete: "new-password", hint: t("passwordHint"), errors: { weak: t("weak") } }]} words={{ done: t("saved"), wait: t("wait"), failed: t("failed") }} />
            </section>
            {factor}
            <section aria-labelledby="sessions">
              <h2 id="sessions" className="display mb-2 text-2xl">{t("sessions")}</h2>
              <ul className="border-t border-hair">
                {must(sessions).items.map((session) => (
                  <li key={session.id} className="flex items-center gap-3 border-b border-hair py-3">
                    <Icon of={Laptop} size={20} className="text-muted" />
                    <div className="min-w-0 grow"><p className="truncate font-medium" title={session.device}>{session.device || t("unknownDevice")}</p><p className="text-sm text-muted">{t("lastUsed", { date: moment(locale, session.last_used) })}</p></div>
                    {session.current ? <Badge tone="leaf">{t("thisOne")}</Badge> : <form action={endSession}><input type="hidden" name="id" value={session.id} /><Button type="submit" kind="quiet" size="small">{t("end")}</Button></form>}
                  </li>
                ))}
              </ul>
              <form action={endSessions} className="mt-4"><Button type="submit" kind="danger-outline" size="small">{t("endAll")}</Button></form>
            </section>
          </div>
        )}
      </main>
    </>
  );
}

import type { Metadata } from "next";
import { AccountForm } from "@/features/account/account_form";
import { verifyEmail } from "@/features/account/actions";
import { FormPage } from "@/features/account/frame";
import { getT } from "@/lib/i18n";
import { Link } from "@/ui/link";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getT("account"))("verifyTitle"), referrer: "same-origin" };
}

/** A mailed link only opens this page: programs that look into mails follow links, but press no button. */
export default async function VerifyEmail({ searchParams }: { searchParams: Promise<{ token?: string | string[] }> }) {
  const t = await getT("account");
  const { token } = await searchParams;
  return (
    <FormPage title={t("verifyTitle")} text={t("verifyText")} farm="Hollow Oak Farm">
      <AccountForm act={verifyEmail} hidden={{ token: typeof token === "string" ? token : "" }} submit={t("verifyGo")} busy={t("sending")} fields={[]} words={{ done: t("verifyDone"), link_dead: t("linkDead"), invalid: t("linkDead"), failed: t("failed") }}>
        <Link href="/account" className="inline-flex min-h-11 items-center font-semibold text-leaf underline-offset-4 hover:underline">{t("account")}</Link>
      </AccountForm>
    </FormPage>
  );
}

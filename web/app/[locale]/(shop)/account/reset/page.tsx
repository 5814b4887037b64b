import type { Metadata } from "next";
import { AccountForm } from "@/features/account/account_form";
import { resetPassword } from "@/features/account/actions";
import { FormPage } from "@/features/account/frame";
import { getT } from "@/lib/i18n";
import { Link } from "@/ui/link";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getT("account"))("resetTitle"), referrer: "same-origin" };
}

export default async function ResetPassword({ searchParams }: { searchParams: Promise<{ token?: string | string[] }> }) {
  const t = await getT("account");
  const { token } = await searchParams;
  return (
    <FormPage title={t("resetTitle")} text={t("resetText")} farm="Kickapoo Bend">
      <AccountForm act={resetPassword} hidden={{ token: typeof token === "string" ? token : "" }} submit={t("setPassword")} busy={t("sending")} fields={[{ name: "password", label: t("newPassword"), type: "password", autoComplete: "new-password", hint: t("passwordHint"), errors: { weak: t("weak") } }]} words={{ done: t("resetDone"), link_dead: t("linkDead"), invalid: t("linkDead"), wait: t("wait"), failed: t("failed") }}>
        <Link href="/sign-in" className="inline-flex min-h-11 items-center font-semibold text-leaf underline-offset-4 hover:underline">{t("signIn")}</Link>
      </AccountForm>
    </FormPage>
  );
}

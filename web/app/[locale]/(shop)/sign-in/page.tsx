import type { Metadata } from "next";
import { AccountForm } from "@/features/account/account_form";
import { signIn } from "@/features/account/actions";
import { FormPage } from "@/features/account/frame";
import { getT } from "@/lib/i18n";
import { Link } from "@/ui/link";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getT("account"))("signIn") };
}

export default async function SignIn({ searchParams }: { searchParams: Promise<{ back?: string | string[] }> }) {
  const t = await getT("account");
  const { back } = await searchParams;
  const to = typeof back === "string" ? back : "";
  return (
    <FormPage title={t("signIn")} farm="Blue Heron Orchard" text={<>{t("newHere")} <Link href={`/register${to ? `?back=${encodeURIComponent(to)}` : ""}`} className="font-semibold text-leaf underline underline-offset-4">{t("register")}</Link></>}>
      <AccountForm
        act={signIn} hidden={{ back: to }} submit={t("signIn")} busy={t("signingIn")}
        fields={[
          { name: "email", label: t("email"), type: "email", autoComplete: "username", step: "first", errors: { invalid: t("emailWrong") } },
          { name: "password", label: t("password"), type: "password", autoComplete: "current-password", step: "first", errors: { wrong: t("wrong") } },
          { name: "code", label: t("code"), autoComplete: "one-time-code", step: "second", hint: t("codeHint"), errors: { code_wrong: t("codeWrong") } },
        ]}
        words={{ code_needed: t("codeNeeded"), expired: t("signInExpired"), closed: t("closed"), wait: t("wait"), failed: t("failed") }}
      >
        <Link href="/forgot-password" className="inline-flex min-h-11 items-center font-semibold text-leaf underline-offset-4 hover:underline">{t("forgot")}</Link>
      </AccountForm>
    </FormPage>
  );
}

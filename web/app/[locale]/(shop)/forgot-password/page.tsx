import type { Metadata } from "next";
import { AccountForm } from "@/features/account/account_form";
import { forgotPassword } from "@/features/account/actions";
import { FormPage } from "@/features/account/frame";
import { getT } from "@/lib/i18n";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getT("account"))("forgotTitle") };
}

export default async function ForgotPassword() {
  const t = await getT("account");
  return (
    <FormPage title={t("forgotTitle")} text={t("forgotText")} farm="Kickapoo Bend">
      <AccountForm act={forgotPassword} submit={t("sendLink")} busy={t("sending")} fields={[{ name: "email", label: t("email"), type: "email", autoComplete: "email", errors: { invalid: t("emailWrong") } }]} words={{ done: t("linkSent"), wait: t("wait"), failed: t("failed") }} />
    </FormPage>
  );
}

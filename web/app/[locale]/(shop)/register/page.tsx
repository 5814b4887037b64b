import type { Metadata } from "next";
import { AccountForm } from "@/features/account/account_form";
import { register } from "@/features/account/actions";
import { FormPage } from "@/features/account/frame";
import { getT } from "@/lib/i18n";
import { Link } from "@/ui/link";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getT("account"))("register") };
}

export default async function Register({ searchParams }: { searchParams: Promise<{ back?: string | string[] }> }) {
  const t = await getT("account");
  const { back } = await searchParams;
  return (
    <FormPage title={t("register")} farm="Three Pines Orchard" text={<>{t("haveOne")} <Link href="/sign-in" className="font-semibold text-leaf underline underline-offset-4">{t("signIn")}</Link></>}>
      <AccountForm
        act={register} hidden={{ back: typeof back === "string" ? back : "" }} submit={t("register")} busy={t("registering")}
        fields={[
          { name: "name", label: t("name"), autoComplete: "name", errors: { invalid: t("nameOrEmail") } },
          { name: "email", label: t("email"), type: "email", autoComplete: "email", errors: { taken: t("taken") } },
          { name: "password", label: t("password"), type: "password", autoComplete: "new-password", hint: t("passwordHint"), errors: { weak: t("weak") } },
        ]}
        words={{ wait: t("wait"), failed: t("failed") }}
      />
    </FormPage>
  );
}

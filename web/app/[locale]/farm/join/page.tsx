import { UserCheck } from "lucide-react";
import { headers } from "next/headers";
import { acceptInvitation } from "@/features/desk/farm_actions";
import { ActionForm, Submit } from "@/features/desk/form";
import { DeskHead } from "@/features/desk/frame";
import { getT } from "@/lib/i18n";
import { requireMe } from "@/lib/session";
import { Icon } from "@/ui/icon";

export async function generateMetadata() {
  return { title: (await getT("desk"))("joinTitle") };
}

/** Where the link of an invitation leads. */
export default async function Join({ searchParams }: { searchParams: Promise<{ token?: string }> }) {
  const { token = "" } = await searchParams;
  const me = await requireMe(`${(await headers()).get("x-gh-path") ?? "/farm/join"}?token=${encodeURIComponent(token)}`);
  const t = await getT("desk");
  return (
    <>
      <DeskHead title={t("joinTitle")} text={t("joinText", { email: me.email })} />
      {token ? (
        <ActionForm action={acceptInvitation} said={t("joinedSaid")} label={t("joinTitle")}>
          <input type="hidden" name="token" value={token} />
          <Submit busy={t("saving")}><Icon of={UserCheck} />{t("joinSubmit")}</Submit>
        </ActionForm>
      ) : <p className="text-muted">{t("joinNoToken")}</p>}
    </>
  );
}

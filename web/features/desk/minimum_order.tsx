import { must } from "@/lib/api/problem";
import { api } from "@/lib/api/server";
import { formatMoney } from "@/lib/format/money";
import { getLocale, getT } from "@/lib/i18n";
import { saveMinimumOrder } from "./delivery_actions";
import { ActionForm, FormField, StepButton, Submit } from "./form";
import { Part } from "./frame";
import { moneyText } from "./reading";

/** What every order of the farm has to come to, however it is handed over: delivery has a least value of its own among its rules. */
export async function MinimumOrder({ owner }: { owner: boolean }) {
  const [t, desk, locale] = [await getT("deskMore"), await getT("desk"), await getLocale()];
  const least = must(await (await api()).GET("/api/v1/farms/mine/minimum-order")).minimum_order;
  return (
    <Part id="least" title={t("least")}>
      <div className="border-t border-hair pt-3">
        <p className="font-semibold">{least ? t("leastNow", { amount: formatMoney(locale, least) }) : t("leastNone")}</p>
        <p className="mt-1 text-sm text-muted">{t("leastText")}</p>
        {owner && (
          <ActionForm action={saveMinimumOrder} said={t("leastSaved")} className="mt-4 grid gap-4" label={t("least")}>
            {/* Another amount is another field, so that it shows what was saved or removed beside it. */}
            <FormField key={least?.amount ?? 0} name="minimum_order" label={t("leastAmount")} defaultValue={least ? moneyText(least.amount) : ""} inputMode="decimal" trailing="$" />
            <div><Submit kind="secondary" busy={desk("saving")}>{desk("save")}</Submit></div>
          </ActionForm>
        )}
        {owner && least && <StepButton action={saveMinimumOrder} fields={{ minimum_order: "" }} kind="quiet" said={t("leastRemoved")} label={t("leastRemove")} className="mt-2">{desk("remove")}</StepButton>}
      </div>
    </Part>
  );
}

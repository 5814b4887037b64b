import { getT } from "@/lib/i18n";
import { startWork } from "./actions";
import { ActionForm, FormField, FormSelect, Submit } from "./form";

/** What to do with the ticked rows of the list above; the boxes belong to this form by its id. */
export async function BulkBar({ id, actions, reason }: { id: string; actions: readonly (readonly [string, string])[]; reason?: boolean }) {
  const t = await getT("tower");
  return (
    <ActionForm id={id} action={startWork} className="mt-4 border-t border-hair pt-4">
      <div className="flex flex-wrap items-end gap-3">
        <FormSelect name="what" label={t("withTicked")} options={actions} className="w-56 max-md:w-full" />
        {reason && <FormField name="reason" label={t("reasonIfNeeded")} className="w-72 max-md:w-full" maxLength={200} />}
        <Submit kind="secondary" busy={t("starting")}>{t("start")}</Submit>
      </div>
    </ActionForm>
  );
}

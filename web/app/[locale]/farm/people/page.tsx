import { Crown, LogOut, UserPlus } from "lucide-react";
import { requireFarm } from "@/features/desk/data";
import { handOver, invite, leaveFarm, removePerson, withdrawInvitation } from "@/features/desk/farm_actions";
import { FormField, SheetForm, StepButton } from "@/features/desk/form";
import { DeskHead, Part } from "@/features/desk/frame";
import { must } from "@/lib/api/problem";
import { api } from "@/lib/api/server";
import { fullDay } from "@/lib/format/dates";
import { getLocale, getT } from "@/lib/i18n";
import { Badge } from "@/ui/badge";
import { Icon } from "@/ui/icon";

export async function generateMetadata() {
  return { title: (await getT("desk"))("navPeople") };
}

export default async function People() {
  const { farm, me } = await requireFarm("/farm/people");
  const [t, locale] = [await getT("desk"), await getLocale()];
  const owner = farm.role === "owner";
  if (!owner) {
    return (
      <>
        <DeskHead title={t("navPeople")} text={t("packerText", { farm: farm.name })} />
        <SheetForm opener={t("leave")} icon={<Icon of={LogOut} size={16} />} kind="danger-outline" title={t("leaveTitle", { farm: farm.name })} action={leaveFarm} said={t("leftSaid")} submit={t("leave")} submitKind="danger"><p>{t("leaveText")}</p></SheetForm>
      </>
    );
  }
  const people = must(await (await api()).GET("/api/v1/farms/mine/people"));
  return (
    <>
      <DeskHead title={t("navPeople")} text={t("peopleText")}>
        <SheetForm opener={t("invite")} icon={<Icon of={UserPlus} />} kind="primary" size="medium" title={t("invite")} action={invite} said={t("invitedSaid")} submit={t("sendInvitation")}>
          <p className="text-muted">{t("inviteText")}</p>
          <FormField name="email" type="email" label={t("email")} autoComplete="off" />
        </SheetForm>
      </DeskHead>
      <ul className="border-t border-hair">
        {people.items.map((person) => (
          <li key={person.user} className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-hair py-3">
            <div className="min-w-0 grow">
              <p className="font-semibold">{person.name || person.email}{person.user === me.id && " "}{person.user === me.id && <span className="ml-1 font-normal text-muted">{t("you")}</span>}</p>
              <p className="text-sm text-muted">{person.email}{person.joined && `, ${t("since", { day: fullDay(locale, person.joined.slice(0, 10)) })}`}</p>
            </div>
            <Badge tone={person.role === "owner" ? "leaf" : "plain"} icon={person.role === "owner" ? Crown : undefined}>{t(person.role === "owner" ? "roleOwner" : "rolePacker")}</Badge>
            {person.role === "packer" && (
              <div className="flex gap-2">
                <SheetForm opener={t("handOver")} openerLabel={t("handOverTo", { name: person.name || person.email })} title={t("handOverTo", { name: person.name || person.email })} action={handOver} said={t("handedOver")} submit={t("handOver")} submitKind="danger"><input type="hidden" name="user" value={person.user} /><p>{t("handOverText")}</p></SheetForm>
                <StepButton action={removePerson} fields={{ user: person.user }} kind="quiet" said={t("personRemoved")} label={t("removeOf", { name: person.name || person.email })}>{t("remove")}</StepButton>
              </div>
            )}
          </li>
        ))}
      </ul>
      <Part id="invitations" title={t("invitations")} className="mt-10">
        {people.invitations.length === 0 ? <p className="border-t border-hair py-3 text-muted">{t("invitationsNothing")}</p> : (
          <ul className="border-t border-hair">{people.invitations.map((invitation) => (
            <li key={invitation.id} className="flex flex-wrap items-center justify-between gap-3 border-b border-hair py-2.5">
              <span><span className="font-semibold">{invitation.email}</span><span className="block text-sm text-muted">{t("invitedUntil", { day: fullDay(locale, invitation.expires.slice(0, 10)) })}</span></span>
              <StepButton action={withdrawInvitation} fields={{ id: String(invitation.id) }} kind="quiet" said={t("withdrawn")} label={t("withdrawOf", { email: invitation.email })}>{t("withdraw")}</StepButton>
            </li>
          ))}</ul>
        )}
      </Part>
    </>
  );
}

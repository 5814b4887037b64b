import "server-only";
import { getT } from "@/lib/i18n";
import type { AddressWords } from "./address_fields";

export async function addressWords(): Promise<AddressWords> {
  const t = await getT("checkout");
  return { name: t("name"), street: t("street"), city: t("city"), state: t("state"), zip: t("zip"), phone: t("phone"), errorName: t("errorName"), errorStreet: t("errorStreet"), errorCity: t("errorCity"), errorState: t("errorState"), errorZip: t("errorZip"), errorPhone: t("errorPhone") };
}

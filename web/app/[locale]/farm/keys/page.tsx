import { CircleCheck, CircleSlash, Clock } from "lucide-react";
import { requireSeller } from "@/features/desk/data";
import { FormError, FormField, SheetForm } from "@/features/desk/form";
import { DeskHead } from "@/features/desk/frame";
import { revokeKey } from "@/features/desk/key_actions";
import { NewKey } from "@/features/desk/new_key";
import { addDays } from "@/features/desk/reading";
import { must } from "@/lib/api/problem";
import { api } from "@/lib/api/server";
import type { Schema } from "@/lib/api/types";
import { dayOf, fullDay, moment } from "@/lib/format/dates";
import { getLocale, getT } from "@/lib/i18n";
import { Landscape } from "@/ui/art/landscape";
import { Badge } from "@/ui/badge";
import { EmptyState } from "@/ui/empty_state";
import { Checkbox } from "@/ui/field";

type Scope = Schema<"NewApiKey">["scopes"][number];

/** What a key may touch, as people say it; each is read, and most can be changed. */
const areas = [
  { word: "navProducts", read: "products:read", write: "products:write" },
  { word: "navStock", read: "stock:read", write: "stock:write" },
  { word: "navOrders", read: "orders:read", write: "orders:write" },
  { word: "navDelivery", read: "delivery:read", write: "delivery:write" },
  { word: "navCoupons", read: "coupons:read", write: "coupons:write" },
  { word: "scopeOperations", read: "operations:read", write: "operations:write" },
  { word: "scopeFarm", read: "farm:read" },
] as const satisfies readonly { word: string; read: Scope; write?: Scope }[];

export async function generateMetadata() {
  return { title: (await getT("desk"))("navKeys") };
}

export default async function Keys() {
  const { farm, today } = await requireSeller("/farm/keys");
  const [t, locale] = [await getT("desk"), await getLocale()];
  if (farm.role !== "owner") return <DeskHead title={t("navKeys")} text={t("keysOwner")} />;
  const keys = must(await (await api()).GET("/api/v1/farms/mine/api-keys", { params: { query: { limit: 100 } } })).items;
  const now = new Date().toISOString();
  const reach = (scopes: readonly string[]) => areas.flatMap((area) => {
    const may = ["read", "write"].filter((what) => what in area && scopes.includes(area[what as keyof typeof area]));
    return may.length > 0 ? [`${t(area.word)}: ${may.map((what) => t(what === "read" ? "scopeRead" : "scopeWrite").toLowerCase()).join(", ")}`] : [];
  });
  // Always in this one place: it holds the text of the key it has made, also when the first one changes the page around it.
  const make = (
    <NewKey>
      <input type="hidden" name="time_zone" value={farm.time_zone} />
      <div className="grid gap-4 sm:grid-cols-2">
        <FormField name="name" label={t("keyName")} hint={t("keyNameHint")} maxLength={60} autoComplete="off" />
        <FormField name="expires" type="date" label={t("keyUntil")} hint={t("keyUntilHint")} min={today} />
      </div>
      <fieldset>
        <legend className="mb-1 font-medium">{t("keyScopes")}</legend>
        <p className="mb-1 text-sm text-muted">{t("keyScopesHint")}</p>
        {areas.map((area) => (
          <div key={area.read} className="grid grid-cols-[minmax(0,1fr)_auto_auto] items-center gap-x-4 border-b border-hair py-0.5 sm:grid-cols-[minmax(0,1fr)_7rem_7rem]">
            <span aria-hidden>{t(area.word)}</span>
            <Checkbox name="scopes" value={area.read} label={<><span className="sr-only">{t(area.word)}: </span>{t("scopeRead")}</>} />
            {"write" in area && <Checkbox name="scopes" value={area.write} label={<><span className="sr-only">{t(area.word)}: </span>{t("scopeWrite")}</>} />}
          </div>
        ))}
        <FormError name="scopes" />
      </fieldset>
    </NewKey>
  );
  return (
    <>
      <DeskHead title={t("navKeys")} text={t("keysText")}>{make}</DeskHead>
      {keys.length === 0 ? (
        <EmptyState art={<Landscape name={`${farm.name} keys`} season="winter" kind="rows" width={700} height={300} />} title={t("keysEmpty")}>{t("keysEmptyText")}</EmptyState>
      ) : (
        <ul className="border-t border-hair">
          {keys.map((key) => {
            const ended = Boolean(key.expires && key.expires <= now);
            return (
              <li key={key.id} className="flex flex-wrap items-center gap-x-5 gap-y-2 border-b border-hair py-3">
                <div className="min-w-0 grow basis-64">
                  <p className="font-semibold break-words">{key.name}</p>
                  <p className="text-sm">{reach(key.scopes).join(" · ")}</p>
                  <p className="text-sm text-muted">
                    {[
                      t("keySince", { day: fullDay(locale, dayOf(key.created, farm.time_zone)) }),
                      key.expires && t("untilDay", { day: fullDay(locale, addDays(dayOf(key.expires, farm.time_zone), -1)) }),
                      key.last_used ? t("keyUsed", { when: moment(locale, key.last_used, farm.time_zone) }) : t("keyUnused"),
                    ].filter(Boolean).join(", ")}
                  </p>
                </div>
                {key.revoked ? <Badge tone="muted" icon={CircleSlash}>{t("keyRevoked")}</Badge> : ended ? <Badge tone="muted" icon={Clock}>{t("keyEnded")}</Badge> : <Badge tone="leaf" icon={CircleCheck}>{t("keyLive")}</Badge>}
                {!key.revoked && !ended && (
                  <SheetForm opener={t("keyRevoke")} openerLabel={t("keyRevokeOf", { name: key.name })} kind="danger-outline" title={t("keyRevokeOf", { name: key.name })} action={revokeKey} said={t("keyRevokedSaid")} submit={t("keyRevoke")} submitKind="danger">
                    <input type="hidden" name="id" value={key.id} />
                    <p>{t("keyRevokeText")}</p>
                  </SheetForm>
                )}
              </li>
            );
          })}
        </ul>
      )}
    </>
  );
}

import { ChevronRight } from "lucide-react";
import { DeskHead } from "@/features/desk/frame";
import { must } from "@/lib/api/problem";
import { publicApi } from "@/lib/api/server";
import { getLocale, getT } from "@/lib/i18n";
import { localePath } from "@/lib/i18n/path";
import { requireMe } from "@/lib/session";
import { Button } from "@/ui/button";
import { Field } from "@/ui/field";
import { Icon } from "@/ui/icon";
import { Link } from "@/ui/link";

export async function generateMetadata() {
  return { title: (await getT("claim"))("find") };
}

const found_max = 20;

/** The way to a farm that only stands in the directory: the shop's list has those that sell. */
export default async function FindFarm({ searchParams }: { searchParams: Promise<{ q?: string | string[] }> }) {
  await requireMe("/farm/claim");
  const given = (await searchParams).q;
  const q = (typeof given === "string" ? given : "").trim().slice(0, 80);
  const [t, locale] = [await getT("claim"), await getLocale()];
  const answer = q ? await publicApi.GET("/api/v1/farms", { params: { query: { q, limit: found_max } } }) : undefined;
  // What no name can be (a control character) is no name of a farm.
  const farms = answer && answer.response.status !== 422 ? must(answer).items : [];
  return (
    <>
      <DeskHead back={{ href: "/farm/apply", label: t("findBack") }} title={t("find")} text={t("findText")} />
      <form action={localePath(locale, "/farm/claim")} role="search" className="flex max-w-xl flex-wrap items-end gap-3">
        <Field name="q" type="search" label={t("findName")} defaultValue={q} maxLength={80} className="min-w-0 grow basis-56" />
        <Button type="submit">{t("findDo")}</Button>
      </form>
      {q && farms.length === 0 && <p className="mt-6 text-muted">{t("findNothing")}</p>}
      {farms.length > 0 && (
        <ul className="mt-6 border-t border-hair">
          {farms.map((farm) => (
            <li key={farm.id}>
              <Link href={`/farm/claim/${farm.slug}`} className="flex min-h-13 items-center gap-3 border-b border-hair py-2 hover:bg-sunken">
                <span className="min-w-0 grow"><span className="font-semibold">{farm.name}</span><span className="block text-sm text-muted">{farm.city}, {farm.state}</span></span>
                <Icon of={ChevronRight} className="text-muted" />
              </Link>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

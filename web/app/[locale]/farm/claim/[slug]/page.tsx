import { CircleCheck, Clock, Store } from "lucide-react";
import { notFound, redirect } from "next/navigation";
import { getFarm } from "@/features/desk/data";
import { claim } from "@/features/desk/farm_actions";
import { ActionForm, FormField, Submit } from "@/features/desk/form";
import { DeskHead } from "@/features/desk/frame";
import { farm } from "@/features/product/data";
import { getLocale, getT } from "@/lib/i18n";
import { localePath } from "@/lib/i18n/path";
import { requireMe } from "@/lib/session";
import { Banner } from "@/ui/banner";
import { buttonClass } from "@/ui/button";
import { Link } from "@/ui/link";

type Params = Promise<{ slug: string }>;

export async function generateMetadata({ params }: { params: Params }) {
  const listed = await farm((await params).slug);
  return listed ? { title: (await getT("claim"))("title", { farm: listed.name }) } : {};
}

/** Somebody says that a farm of the directory is theirs. Its public page leads here: that one is kept for everybody, this one knows who asks. */
export default async function Claim({ params }: { params: Params }) {
  const { slug } = await params;
  const me = await requireMe(`/farm/claim/${slug}`);
  const [t, desk, locale, listed, own] = [await getT("claim"), await getT("desk"), await getLocale(), await farm(slug), await getFarm()];
  if (!listed) notFound();
  if (own?.id === listed.id) redirect(localePath(locale, "/farm/application"));
  const free = listed.status === "listed" && !own;
  return (
    <>
      <DeskHead back={{ href: `/farms/${slug}`, label: t("back") }} title={t("title", { farm: listed.name })} text={free ? t("text") : undefined} />
      {own ? (
        <Banner tone="sky" icon={Store}><p className="font-semibold">{t("own", { farm: own.name })}</p><p>{t("ownText")}</p><Link href="/farm" className={buttonClass("secondary", "small", "mt-3")}>{t("ownGo")}</Link></Banner>
      ) : listed.status === "claimed" ? (
        <Banner tone="amber" icon={Clock}><p className="font-semibold">{t("taken")}</p><p>{t("takenText")}</p></Banner>
      ) : !free ? (
        <Banner tone="leaf" icon={CircleCheck}><p className="font-semibold">{t("open")}</p><p>{t("openText")}</p></Banner>
      ) : (
        <div className="grid gap-x-12 gap-y-8 lg:grid-cols-[minmax(0,1fr)_18rem]">
          <ActionForm action={claim} said={t("sent")} className="grid gap-6" label={t("title", { farm: listed.name })}>
            <input type="hidden" name="slug" value={slug} />
            <dl className="border-y border-hair py-3"><dt className="text-sm text-muted">{t("farm")}</dt><dd><span className="font-semibold">{listed.name}</span><span className="block">{listed.street}, {listed.city}, {listed.state} {listed.zip}</span></dd></dl>
            <FormField name="contact_email" type="email" label={t("email")} hint={t("emailHint")} defaultValue={me.email} autoComplete="email" />
            <div><Submit size="large" busy={desk("sending")}>{t("submit")}</Submit></div>
          </ActionForm>
          <aside aria-label={t("next")}>
            <h2 className="font-semibold">{t("next")}</h2>
            <ol className="mt-3 grid gap-4 border-l-[6px] border-soil pl-5">
              {([1, 2, 3] as const).map((n) => <li key={n}><p className="font-semibold">{t(`next${n}`)}</p><p className="text-sm text-muted">{t(`next${n}Text`)}</p></li>)}
            </ol>
          </aside>
        </div>
      )}
    </>
  );
}

import type { Metadata } from "next";
import { QrCode } from "lucide-react";
import { Header } from "@/features/shell/header";
import { getLocale, getT } from "@/lib/i18n";
import { localePath } from "@/lib/i18n/path";
import { Button } from "@/ui/button";
import { Field } from "@/ui/field";
import { Icon } from "@/ui/icon";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getT("common"))("scanLabel") };
}

export default async function Scan() {
  const [t, c, locale] = [await getT("pages"), await getT("common"), await getLocale()];
  return (
    <>
      <Header />
      <main id="content" className="page grid gap-10 pt-8 md:grid-cols-2 md:pt-14">
        <div>
          <h1 className="display text-3xl">{c("scanLabel")}</h1>
          <p className="measure mt-2 text-muted">{t("scanText")}</p>
          <form action={localePath(locale, "/shop")} className="mt-6 flex max-w-md items-end gap-2">
            <Field label={t("scanField")} name="q" autoComplete="off" className="grow" required />
            <Button type="submit">{t("scanGo")}</Button>
          </form>
        </div>
        <div className="grid max-w-sm place-items-center rounded-poster border border-hair bg-surface p-10 text-muted"><Icon of={QrCode} size={120} /><p className="mt-4 text-center">{t("scanCamera")}</p></div>
      </main>
    </>
  );
}

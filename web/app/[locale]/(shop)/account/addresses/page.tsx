import { MapPin } from "lucide-react";
import type { Metadata } from "next";
import { addressLine } from "@/features/account/address";
import { removeAddress, saveAddress } from "@/features/account/address_actions";
import { AddressForm } from "@/features/account/address_form";
import { addressWords } from "@/features/account/address_words";
import { Header } from "@/features/shell/header";
import { must } from "@/lib/api/problem";
import { api } from "@/lib/api/server";
import { getT } from "@/lib/i18n";
import { requireMe } from "@/lib/session";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { Icon } from "@/ui/icon";
import { Link } from "@/ui/link";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getT("account"))("addresses") };
}

export default async function Addresses() {
  await requireMe("/account/addresses");
  const [t, fields, client] = [await getT("account"), await addressWords(), await api()];
  const book = must(await client.GET("/api/v1/me/addresses")).items;
  const words = { ...fields, label: t("addressLabel"), labelHint: t("addressLabelHint"), makeDefault: t("addressMakeDefault"), save: t("save"), saving: t("sending"), saved: t("saved"), full: t("addressFull"), gone: t("addressGone"), failed: t("failed") };
  const more = "inline-flex min-h-11 cursor-pointer items-center font-semibold text-leaf underline-offset-4 hover:underline";
  return (
    <>
      <Header />
      <main id="content" className="page pt-8 md:pt-12">
        <div className="max-w-2xl">
          <Link href="/account" className="inline-flex min-h-11 items-center font-semibold text-leaf underline-offset-4 hover:underline">{t("account")}</Link>
          <h1 className="display text-3xl">{t("addresses")}</h1>
          <p className="mt-1 text-muted">{t("addressesText")}</p>
          {book.length > 0 && (
            <ul className="mt-6 border-t border-hair">
              {book.map((saved) => {
                const line = addressLine(saved);
                return (
                  <li key={saved.id} className="border-b border-hair py-4">
                    <div className="flex items-start gap-3">
                      <Icon of={MapPin} size={20} className="mt-0.5 text-muted" />
                      <div className="min-w-0 grow">
                        <p className="flex flex-wrap items-center gap-2 font-medium">{saved.label || saved.name}{saved.is_default && <Badge tone="leaf">{t("addressDefault")}</Badge>}</p>
                        <p className="text-sm text-muted">{saved.label && `${saved.name}, `}{line}{saved.phone && `, ${saved.phone}`}</p>
                      </div>
                      <form action={removeAddress}><input type="hidden" name="id" value={saved.id} /><Button type="submit" kind="quiet" size="small" aria-label={t("addressRemove", { address: line })}>{t("remove")}</Button></form>
                    </div>
                    <details className="mt-1 pl-8">
                      <summary className={more}>{t("change")}<span className="sr-only"> {line}</span></summary>
                      <div className="pt-2 pb-3"><AddressForm key={`${saved.id}-${saved.is_default}`} act={saveAddress} saved={{ id: saved.id, country: saved.country, isDefault: saved.is_default, values: saved }} words={words} /></div>
                    </details>
                  </li>
                );
              })}
            </ul>
          )}
          <section aria-labelledby="add" className="mt-10">
            <h2 id="add" className="display mb-4 text-2xl">{t("addressAdd")}</h2>
            <AddressForm act={saveAddress} words={{ ...words, save: t("addressAdd") }} />
          </section>
        </div>
      </main>
    </>
  );
}

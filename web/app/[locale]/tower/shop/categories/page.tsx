import { Archive } from "lucide-react";
import type { Metadata } from "next";
import { saveCategory } from "@/features/tower/actions";
import { towerApi } from "@/features/tower/admin";
import { ActionForm, FormCheck, FormField, FormSelect, Submit } from "@/features/tower/form";
import { Code, CsvLink, Fold, Head, Nothing, Panel } from "@/features/tower/parts";
import { ShopStrip } from "@/features/tower/shop_strip";
import { must } from "@/lib/api/problem";
import type { Schema } from "@/lib/api/types";
import { getT } from "@/lib/i18n";
import { Badge } from "@/ui/badge";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getT("tower"))("categories") };
}

export default async function Categories() {
  const [client, t] = [await towerApi(), await getT("tower")];
  const { items } = must(await client.GET("/api/v1/categories"));
  const tree = [...items].sort((a, b) => a.path.join("/").localeCompare(b.path.join("/")));
  const parents = (self?: Schema<"CategoryView">) => [["", t("topLevel")], ...tree.filter((one) => !self || !one.path.includes(self.slug)).map((one) => [one.slug, one.path.length > 1 ? `${"– ".repeat(one.path.length - 1)}${one.name}` : one.name])] as [string, string][];
  return (
    <>
      <Head title={t("categories")} lead={t("categoriesLead")}><CsvLink path="/api/v1/categories" name="categories" /></Head>
      <ShopStrip here="categories" />
      <div className="grid divide-hair max-lg:divide-y lg:grid-cols-[1.6fr_1fr] lg:divide-x">
        <Panel title={t("tree")} note={t("categoriesCount", { n: tree.length })}>
          {tree.length === 0 ? <Nothing title={t("none")} /> : tree.map((one) => (
            <div key={one.slug} className={["", "pl-6", "pl-12", "pl-16"][Math.min(3, one.path.length - 1)]}>
              <Fold summary={<span className="flex flex-wrap items-center gap-x-2.5 text-ink"><span className={one.path.length === 1 ? "" : "font-medium"}>{one.name}</span><Code className="font-normal text-muted">{one.slug}</Code>{one.archived && <Badge tone="muted" icon={Archive}>{t("archived")}</Badge>}</span>}>
                <ActionForm id={`c-${one.slug}`} action={saveCategory} hidden={{ slug: one.slug }} className="max-w-md">
                  <FormField name="name" label={t("colName")} defaultValue={one.name} maxLength={60} className="mb-3" />
                  <FormSelect name="parent" label={t("parent")} defaultValue={one.parent} options={parents(one)} className="mb-2" />
                  <FormCheck name="states_storage" label={t("statesStorage")} defaultChecked={one.states_storage} />
                  <FormCheck name="declares_allergens" label={t("declaresAllergens")} defaultChecked={one.declares_allergens} />
                  <FormCheck name="archived" label={t("archivedHint")} defaultChecked={one.archived} />
                  <div className="mt-2"><Submit kind="secondary" size="small" busy={t("saving")}>{t("save")}</Submit></div>
                </ActionForm>
              </Fold>
            </div>
          ))}
        </Panel>
        <Panel title={t("newCategory")}>
          <ActionForm id="new" action={saveCategory}>
            <FormField name="name" label={t("colName")} maxLength={60} className="mb-3" />
            <FormField name="new_slug" label={t("slug")} hint={t("slugHint")} maxLength={80} className="mb-3" />
            <FormSelect name="parent" label={t("parent")} options={parents()} className="mb-2" />
            <FormCheck name="states_storage" label={t("statesStorage")} />
            <FormCheck name="declares_allergens" label={t("declaresAllergens")} />
            <div className="mt-3"><Submit busy={t("saving")}>{t("makeCategory")}</Submit></div>
          </ActionForm>
        </Panel>
      </div>
    </>
  );
}

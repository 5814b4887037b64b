import { Download } from "lucide-react";
import { requireSeller } from "@/features/desk/data";
import { DownloadText } from "@/features/desk/list_tools";
import { DeskHead, Part } from "@/features/desk/frame";
import { ImportTable } from "@/features/desk/import_table";
import { must } from "@/lib/api/problem";
import { api } from "@/lib/api/server";
import { getT } from "@/lib/i18n";
import { buttonClass } from "@/ui/button";
import { Icon } from "@/ui/icon";

export async function generateMetadata() {
  return { title: (await getT("desk"))("importExport") };
}

export default async function Import() {
  await requireSeller("/farm/products/import");
  const t = await getT("desk");
  const template = must(await (await api()).GET("/api/v1/farms/mine/products/import/template"));
  return (
    <>
      <DeskHead back={{ href: "/farm/products", label: t("navProducts") }} title={t("importExport")} text={t("importText")}>
        <a href="/api/v1/farms/mine/products/export" download="products.csv" className={buttonClass("secondary")}><Icon of={Download} />{t("export")}</a>
        <DownloadText text={template.csv} name="products-template.csv">{t("template")}</DownloadText>
      </DeskHead>
      <ImportTable />
      <Part id="columns" title={t("columns")} note={t("columnsNote")} className="mt-10">
        <details className="border-t border-hair">
          <summary className="inline-flex min-h-11 items-center font-semibold text-leaf">{t("columnsShow", { n: template.columns.length })}</summary>
          <dl className="grid gap-x-6 text-sm md:grid-cols-2">
            {template.columns.map((column) => <div key={column.name} className="border-b border-hair py-2"><dt className="font-mono">{column.name}{column.of_variant && <span className="ml-2 font-sans text-muted">{t("ofVariant")}</span>}</dt><dd lang="en" className="text-muted">{column.help}{column.example && <>: <span className="font-mono">{column.example}</span></>}</dd></div>)}
          </dl>
        </details>
      </Part>
    </>
  );
}

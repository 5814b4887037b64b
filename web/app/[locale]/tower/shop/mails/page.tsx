import { Pencil } from "lucide-react";
import type { Metadata } from "next";
import { towerApi } from "@/features/tower/admin";
import { Code, CsvLink, Head, Nothing, Panel, rowLink } from "@/features/tower/parts";
import { ShopStrip } from "@/features/tower/shop_strip";
import { must } from "@/lib/api/problem";
import { getT } from "@/lib/i18n";
import { Badge } from "@/ui/badge";
import { Link } from "@/ui/link";
import { Cell, HeadCell, Row, Table } from "@/ui/table";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getT("tower"))("mails") };
}

export default async function Mails() {
  const [client, t] = [await towerApi(), await getT("tower")];
  const list = must(await client.GET("/api/v1/admin/notification-templates", { params: { query: { limit: 100 } } }));
  const events = [...new Set(list.items.map((template) => template.event))];
  const of = (event: string, language: "en" | "es") => list.items.find((template) => template.event === event && template.locale === language);
  return (
    <>
      <Head title={t("mails")} lead={t("mailsLead")}><CsvLink path="/api/v1/admin/notification-templates" name="notification-templates" /></Head>
      <ShopStrip here="mails" />
      <Panel title={t("mails")} note={t("mailsCount", { n: events.length })}>
        {events.length === 0 ? <Nothing title={t("none")} /> : (
          <Table caption={t("mails")} head={<tr><HeadCell className="max-md:hidden">{t("event")}</HeadCell><HeadCell>English</HeadCell><HeadCell>Español</HeadCell></tr>}>
            {events.map((event) => (
              <Row key={event}>
                <Cell className="align-top max-md:hidden"><Code>{event}</Code></Cell>
                {(["en", "es"] as const).map((language) => {
                  const template = of(event, language);
                  return <Cell key={language} className="align-top" lang={language}>{language === "en" && <span lang="zxx" className="mb-0.5 block font-mono text-xs break-words text-muted md:hidden">{event.split(".").at(-1)?.replaceAll("_", " ")}</span>}{template ? <Link href={`/tower/shop/mails/${encodeURIComponent(event)}?language=${language}`} className={rowLink}>{template.subject}</Link> : "–"}{template?.edited && <span className="mt-1 block"><Badge tone="sky" icon={Pencil}>{t("edited")}</Badge></span>}</Cell>;
                })}
              </Row>
            ))}
          </Table>
        )}
      </Panel>
    </>
  );
}

import { Ban, CircleCheck, KeyRound, MailQuestion } from "lucide-react";
import type { Metadata } from "next";
import { towerApi } from "@/features/tower/admin";
import { BulkBar } from "@/features/tower/bulk";
import { asked, CsvLink, FilterField, Filters, Head, Nothing, Pager, Panel, rowLink, type Search } from "@/features/tower/parts";
import { SelectAll } from "@/features/tower/select_all";
import { must } from "@/lib/api/problem";
import { moment } from "@/lib/format/dates";
import { getLocale, getT } from "@/lib/i18n";
import { Badge } from "@/ui/badge";
import { CheckMark } from "@/ui/field";
import { Link } from "@/ui/link";
import { Cell, HeadCell, Row, Table } from "@/ui/table";

const roles = ["customer", "farmer", "admin"] as const;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getT("tower"))("people") };
}

export default async function People({ searchParams }: { searchParams: Search }) {
  const ask = await asked(searchParams);
  const [client, t, locale] = [await towerApi(), await getT("tower"), await getLocale()];
  const given = { email: ask("email"), name: ask("name"), role: ask("role"), closed: ask("closed"), cursor: ask("cursor") };
  const role = roles.find((one) => one === given.role);
  const query = { email: given.email, name: given.name, role, disabled: given.closed === "1" ? true : given.closed === "0" ? false : undefined };
  const list = must(await client.GET("/api/v1/admin/users", { params: { query: { ...query, limit: 50, cursor: given.cursor } } }));
  return (
    <>
      <Head title={t("peopleTitle")} lead={t("peopleLead")}><CsvLink path="/api/v1/admin/users" query={{ ...query, disabled: query.disabled === undefined ? undefined : String(query.disabled) }} name="users" /></Head>
      <Filters action="/tower/users" clear={Boolean(given.email ?? given.name ?? role ?? given.closed)}>
        <FilterField name="email" label={t("mailBegins")} defaultValue={given.email} className="w-60 max-md:w-full" />
        <FilterField name="name" label={t("nameBegins")} defaultValue={given.name} className="w-48 max-md:w-full" />
        <FilterField name="role" label={t("role")} defaultValue={role ?? ""} options={[["", t("any")], ...roles.map((one) => [one, t(`role_${one}`)] as const)]} className="w-36 max-md:grow" />
        <FilterField name="closed" label={t("colState")} defaultValue={given.closed ?? ""} options={[["", t("any")], ["0", t("openAccounts")], ["1", t("closedAccounts")]]} className="w-36 max-md:grow" />
      </Filters>
      <Panel title={t("people")} note={t("newestFirst")}>
        {list.items.length === 0 ? <Nothing title={t("noPeople")}>{t("noPeopleText")}</Nothing> : (
          <>
            <Table caption={t("people")} head={<tr><HeadCell className="w-8"><SelectAll form="bulk" label={t("tickAll")} /></HeadCell><HeadCell>{t("colName")}</HeadCell><HeadCell className="max-md:hidden">{t("mail")}</HeadCell><HeadCell>{t("role")}</HeadCell><HeadCell className="max-lg:hidden">{t("colSince")}</HeadCell><HeadCell className="max-md:hidden">{t("colState")}</HeadCell></tr>}>
              {list.items.map((person) => (
                <Row key={person.id}>
                  <Cell><CheckMark name="id" value={person.id} form="bulk" className="align-middle" aria-label={t("tick", { name: person.email })} /></Cell>
                  <Cell><Link href={`/tower/users/${person.id}`} className={rowLink}>{person.name || person.email}</Link><span className="block text-sm text-muted [overflow-wrap:anywhere] md:hidden">{person.email}</span></Cell>
                  <Cell className="[overflow-wrap:anywhere] max-md:hidden">{person.email}</Cell>
                  <Cell>{t(`role_${person.role}`)}</Cell>
                  <Cell className="text-muted max-lg:hidden">{moment(locale, person.created)}</Cell>
                  <Cell className="max-md:hidden"><span className="flex flex-wrap gap-1.5">{person.disabled ? <Badge tone="danger" icon={Ban}>{t("closed")}</Badge> : <Badge tone="leaf" icon={CircleCheck}>{t("openAccount")}</Badge>}{person.second_factor && <Badge tone="sky" icon={KeyRound}>{t("factor")}</Badge>}{!person.email_verified && <Badge tone="amber" icon={MailQuestion}>{t("unproved")}</Badge>}</span></Cell>
                </Row>
              ))}
            </Table>
            <BulkBar id="bulk" reason actions={[["users.end_sessions", t("endSessions")], ["users.disable", t("closeAccounts")], ["users.enable", t("openAccountsAgain")]]} />
          </>
        )}
        <Pager path="/tower/users" query={{ email: given.email, name: given.name, role, closed: given.closed }} next={list.next_cursor} cursor={given.cursor} />
      </Panel>
    </>
  );
}

import type { Metadata } from "next";
import { towerApi } from "@/features/tower/admin";
import { BulkBar } from "@/features/tower/bulk";
import { asked, CsvLink, Head, Nothing, Pager, Panel, rowLink, Strip, type Search } from "@/features/tower/parts";
import { SelectAll } from "@/features/tower/select_all";
import { CertificateState, FarmState } from "@/features/tower/states";
import { must } from "@/lib/api/problem";
import type { Schema } from "@/lib/api/types";
import { moment } from "@/lib/format/dates";
import { getLocale, getT } from "@/lib/i18n";
import { CheckMark } from "@/ui/field";
import { Link } from "@/ui/link";
import { Cell, HeadCell, Row, Table } from "@/ui/table";

const statuses = ["applied", "claimed", "needs_information", "verified", "paused", "rejected", "listed"] as const;
type Shown = (typeof statuses)[number] | "certificates";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getT("tower"))("farms") };
}

export default async function Farms({ searchParams }: { searchParams: Search }) {
  const ask = await asked(searchParams);
  const [client, t, locale] = [await towerApi(), await getT("tower"), await getLocale()];
  const wanted = ask("status") as Shown | undefined;
  const shown: Shown = wanted === "certificates" || statuses.some((s) => s === wanted) ? (wanted ?? "applied") : "applied";
  const cursor = ask("cursor");
  const list = shown === "certificates"
    ? must(await client.GET("/api/v1/admin/farms/certifications", { params: { query: { limit: 50, cursor } } }))
    : must(await client.GET("/api/v1/admin/farms", { params: { query: { status: shown, limit: 50, cursor } } }));
  const path = "/tower/farms";
  const query = { status: shown === "applied" ? undefined : shown };
  const toCheck = (farm: Schema<"OwnFarmView">) => farm.certifications.find((c) => c.status === "unverified" || c.renewal);
  const actions = ([["farms.verify", "verify"], ["farms.reject", "reject"], ["farms.pause", "pause"], ["farms.resume", "resume"]] as const)
    .filter(([, action]) => (shown === "verified" ? action === "pause" : shown === "paused" ? action === "resume" : action === "verify" || action === "reject"))
    .map(([value, action]) => [value, t(action)] as const);
  const bulk = shown !== "certificates" && shown !== "listed" && shown !== "rejected";
  return (
    <>
      <Head title={t("farmsTitle")} lead={t("farmsLead")}>
        <CsvLink path={shown === "certificates" ? "/api/v1/admin/farms/certifications" : "/api/v1/admin/farms"} query={shown === "certificates" ? {} : { status: shown }} name={`farms-${shown}`} />
      </Head>
      <Strip label={t("farmsTitle")} items={[
        ...statuses.slice(0, 3).map((status) => ({ href: status === "applied" ? path : `${path}?status=${status}`, text: t(`farms_${status}`), here: shown === status })),
        { href: `${path}?status=certificates`, text: t("farms_certificates"), here: shown === "certificates" },
        ...statuses.slice(3).map((status) => ({ href: `${path}?status=${status}`, text: t(`farms_${status}`), here: shown === status })),
      ]} />
      <Panel title={t(`farms_${shown}`)} note={t("oldestFirst")}>
        {list.items.length === 0 ? <Nothing title={t(shown === "applied" || shown === "claimed" || shown === "certificates" ? "nothingWaits" : "noFarms")}>{t("farmsEmpty")}</Nothing> : (
          <>
            <Table caption={t(`farms_${shown}`)} head={<tr>{bulk && <HeadCell className="w-8"><SelectAll form="bulk" label={t("tickAll")} /></HeadCell>}<HeadCell>{t("colFarm")}</HeadCell><HeadCell className="max-md:hidden">{t("colPlace")}</HeadCell><HeadCell number className="max-lg:hidden">{t("colPapers")}</HeadCell><HeadCell number className="max-lg:hidden">{t("colCertificates")}</HeadCell><HeadCell className="max-md:hidden">{t("colChanged")}</HeadCell><HeadCell>{t("colState")}</HeadCell></tr>}>
              {list.items.map((farm) => {
                const paper = toCheck(farm);
                return (
                  <Row key={farm.id}>
                    {bulk && <Cell><CheckMark name="id" value={farm.id} form="bulk" className="align-middle" aria-label={t("tick", { name: farm.name })} /></Cell>}
                    <Cell><Link href={`${path}/${farm.slug}${shown === "certificates" ? "#certificates" : ""}`} className={rowLink}>{farm.name}</Link><span className="block text-sm text-muted md:hidden">{farm.city}, {farm.state} · {moment(locale, farm.updated)}</span></Cell>
                    <Cell className="max-md:hidden">{farm.city}, {farm.state}</Cell>
                    <Cell number className="max-lg:hidden">{farm.documents?.length ?? 0}</Cell>
                    <Cell number className="max-lg:hidden">{farm.certifications.length}</Cell>
                    <Cell className="text-muted max-md:hidden">{moment(locale, farm.updated)}</Cell>
                    <Cell>{shown === "certificates" && paper ? <CertificateState of={paper.status} /> : <FarmState of={farm.status} />}</Cell>
                  </Row>
                );
              })}
            </Table>
            {bulk && <BulkBar id="bulk" actions={actions} reason={shown !== "paused"} />}
          </>
        )}
        <Pager path={path} query={query} next={list.next_cursor} cursor={cursor} />
      </Panel>
    </>
  );
}

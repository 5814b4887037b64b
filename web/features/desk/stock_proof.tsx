import { CircleCheck, ShieldAlert, Sigma } from "lucide-react";
import { must } from "@/lib/api/problem";
import { api } from "@/lib/api/server";
import { localeTag } from "@/lib/format/money";
import { getLocale, getT } from "@/lib/i18n";
import { Badge } from "@/ui/badge";
import { Banner } from "@/ui/banner";
import { buttonClass } from "@/ui/button";
import { Icon } from "@/ui/icon";
import { Link } from "@/ui/link";
import { Cell, HeadCell, Row, Table } from "@/ui/table";
import { Part } from "./frame";

/** Whether all movements of an item come to what is on hand. Only when asked for: the shop reads every one of them for it. */
export async function StockProof({ sku, asked }: { sku: string; asked: boolean }) {
  const t = await getT("deskMore");
  return (
    <Part id="proof" title={t("proof")} className="mt-10">
      <div className="border-t border-hair pt-3">
        {asked ? <Answer sku={sku} /> : <p className="measure text-muted">{t("proofText")}</p>}
        <Link href={`/farm/stock/${sku}?proof=yes#proof`} rel="nofollow" className={buttonClass("secondary", "small", "mt-4")}><Icon of={Sigma} size={16} />{t(asked ? "proofAgain" : "proofDo")}</Link>
      </div>
    </Part>
  );
}

async function Answer({ sku }: { sku: string }) {
  const [t, desk, locale] = [await getT("deskMore"), await getT("desk"), await getLocale()];
  const proof = must(await (await api()).GET("/api/v1/inventory/{sku}/proof", { params: { path: { sku } } }));
  const number = (value: number) => new Intl.NumberFormat(localeTag(locale), { maximumFractionDigits: 3 }).format(value);
  const sums = { n: proof.movements, sum: number(proof.moved), onHand: number(proof.on_hand) };
  return (
    <>
      {proof.proven
        ? <Banner tone="leaf" icon={CircleCheck}><p className="font-semibold">{t("proven")}</p><p>{t("provenText", sums)}</p></Banner>
        : <Banner tone="danger" icon={ShieldAlert}><p className="font-semibold">{t("notProven")}</p><p>{t("notProvenText", sums)}</p><p className="mt-1 text-sm">{t("finding")}: <span className="font-mono [overflow-wrap:anywhere]">{proof.finding}</span></p></Banner>}
      {proof.lots.length > 0 && (
        <Table caption={t("proofLots")} className="mt-3" head={<tr><HeadCell>{desk("colLot")}</HeadCell><HeadCell number>{t("proofMoved")}</HeadCell><HeadCell number>{t("proofOnHand")}</HeadCell><HeadCell className="pl-4">{desk("colState")}</HeadCell></tr>}>
          {proof.lots.map((lot) => {
            const same = lot.on_hand === lot.moved;
            return (
              <Row key={lot.lot}>
                <th scope="row" className="py-1.5 pr-2 text-left font-mono text-sm font-normal [overflow-wrap:anywhere]">{lot.lot_code}</th>
                <Cell number>{number(lot.moved)}</Cell>
                <Cell number>{number(lot.on_hand)}</Cell>
                <Cell className="pl-4"><Badge tone={same ? "leaf" : "danger"} icon={same ? CircleCheck : ShieldAlert}>{t(same ? "proofSame" : "proofDiffers")}</Badge></Cell>
              </Row>
            );
          })}
        </Table>
      )}
      <p className="mt-4 font-semibold">{t("digest")}</p>
      <p className="font-mono text-sm [overflow-wrap:anywhere]">{proof.digest}</p>
      <p className="measure mt-1 text-sm text-muted">{t("digestText")}</p>
    </>
  );
}

import { Ban, PackageCheck, TriangleAlert } from "lucide-react";
import { moment } from "@/lib/format/dates";
import { getLocale, getT } from "@/lib/i18n";
import { Badge } from "@/ui/badge";
import { Link } from "@/ui/link";
import { Cell, HeadCell, Row, Table } from "@/ui/table";
import { canStop, isOutThere, partOf } from "./data";
import { Code, Nothing, rowLink } from "./parts";
import { OrderState } from "./states";
import type { Trace } from "./trace";

export async function Boxes({ trace }: { trace: Trace }) {
  const [t, locale] = [await getT("tower"), await getLocale()];
  if (trace.hits.length === 0) return <Nothing title={t("noBoxes")}>{t("noBoxesText")}</Nothing>;
  return (
    <Table caption={t("boxes")} head={<tr><HeadCell>{t("colOrder")}</HeadCell><HeadCell className="max-md:hidden">{t("colBuyer")}</HeadCell><HeadCell className="max-lg:hidden">{t("colPlaced")}</HeadCell><HeadCell number>{t("colPacks")}</HeadCell><HeadCell className="max-md:hidden">{t("colState")}</HeadCell><HeadCell>{t("colCan")}</HeadCell></tr>}>
      {trace.hits.map(({ order, line, units }) => {
        const part = partOf(order, trace.farm);
        return (
          <Row key={`${order.id}-${line.sku}`}>
            <Cell><Link href={`/tower/orders/${order.id}`} className={rowLink}><Code>…{order.id.slice(-8)}</Code></Link><span className="block text-sm text-muted [overflow-wrap:anywhere] md:hidden">{order.contact.email}</span></Cell>
            <Cell className="[overflow-wrap:anywhere] max-md:hidden">{order.contact.email}</Cell>
            <Cell className="text-muted max-lg:hidden">{moment(locale, order.created)}</Cell>
            <Cell number className="font-semibold">{units}</Cell>
            <Cell className="max-md:hidden">{part && <OrderState of={part.status} />}</Cell>
            <Cell>{canStop(order, line) ? <Badge tone="leaf" icon={PackageCheck}>{t("canStop")}</Badge> : isOutThere(order, line) ? <Badge tone="amber" icon={TriangleAlert}>{t("onlyWarn")}</Badge> : <Badge tone="muted" icon={Ban}>{t("nothingLeft")}</Badge>}</Cell>
          </Row>
        );
      })}
    </Table>
  );
}

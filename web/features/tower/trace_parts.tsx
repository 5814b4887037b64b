import { Ban, CircleCheck, CirclePause, Clock, House, PackageCheck, ShieldAlert, type LucideIcon } from "lucide-react";
import { fullDay } from "@/lib/format/dates";
import { localeTag } from "@/lib/format/money";
import { getLocale, getT } from "@/lib/i18n";
import { Badge, type Tone } from "@/ui/badge";
import { Link } from "@/ui/link";
import { Cell, HeadCell, Row, Table } from "@/ui/table";
import type { Remedy } from "./holders";
import { Code, Nothing, rowLink } from "./parts";
import { OrderState } from "./states";
import type { Trace } from "./trace";

const remedies: Record<Remedy, readonly [Tone, LucideIcon, "canStop" | "atHome" | "unpaid" | "nothingLeft"]> = { stop: ["leaf", PackageCheck, "canStop"], home: ["amber", House, "atHome"], unpaid: ["amber", Clock, "unpaid"], nothing: ["muted", Ban, "nothingLeft"] };
const lotStates: Record<Trace["lots"][number]["status"], readonly [Tone, LucideIcon]> = { sellable: ["leaf", CircleCheck], quarantined: ["amber", CirclePause], recalled: ["danger", ShieldAlert], expired: ["muted", Clock] };

/** The lot first, then what was split from it. */
export async function Lots({ trace }: { trace: Trace }) {
  const [t, locale] = [await getT("tower"), await getLocale()];
  const figure = new Intl.NumberFormat(localeTag(locale));
  const lots = [...trace.lots].sort((a, b) => Number(b.id === trace.lot) - Number(a.id === trace.lot));
  return (
    <Table caption={t("lots")} head={<tr><HeadCell>{t("colLot")}</HeadCell><HeadCell className="max-md:hidden">{t("colHarvested")}</HeadCell><HeadCell className="max-lg:hidden">{t("colBestBefore")}</HeadCell><HeadCell number>{t("colOnHand")}</HeadCell><HeadCell number className="max-md:hidden">{t("colHeld")}</HeadCell><HeadCell>{t("colState")}</HeadCell></tr>}>
      {lots.map((lot) => (
        <Row key={lot.id}>
          <Cell><Code>{lot.lot_code}</Code>{lot.id !== trace.lot && <span className="block text-sm text-muted">{t("splitOff")}</span>}{lot.location && <span className="block text-sm text-muted">{lot.location}</span>}</Cell>
          <Cell className="max-md:hidden">{fullDay(locale, lot.harvested)}</Cell>
          <Cell className="max-lg:hidden">{fullDay(locale, lot.best_before)}</Cell>
          <Cell number>{figure.format(lot.on_hand)}</Cell>
          <Cell number className="max-md:hidden">{figure.format(lot.held)}</Cell>
          <Cell><Badge tone={lotStates[lot.status][0]} icon={lotStates[lot.status][1]}>{t(`lot_${lot.status}`)}</Badge></Cell>
        </Row>
      ))}
    </Table>
  );
}

export async function Boxes({ trace }: { trace: Trace }) {
  const [t, locale] = [await getT("tower"), await getLocale()];
  const figure = new Intl.NumberFormat(localeTag(locale));
  if (trace.boxes.length === 0) return <Nothing title={t("noBoxes")}>{t("noBoxesText")}</Nothing>;
  return (
    <Table caption={t("boxes")} head={<tr><HeadCell>{t("colOrder")}</HeadCell><HeadCell className="max-md:hidden">{t("colBuyer")}</HeadCell><HeadCell number>{t("colPacks")}</HeadCell><HeadCell className="max-md:hidden">{t("colState")}</HeadCell><HeadCell>{t("colCan")}</HeadCell></tr>}>
      {trace.boxes.map((box) => {
        const [tone, icon, words] = remedies[box.remedy];
        const who = box.email ?? "–";
        const buyer = box.buyer ? <Link href={`/tower/users/${box.buyer}`} className="underline-offset-4 hover:underline">{who}</Link> : who;
        return (
          <Row key={box.order}>
            <Cell><Link href={`/tower/orders/${box.order}`} className={rowLink}><Code>…{box.order.slice(-8)}</Code></Link><span className="block text-sm text-muted [overflow-wrap:anywhere] md:hidden">{who}</span></Cell>
            <Cell className="[overflow-wrap:anywhere] max-md:hidden">{buyer}</Cell>
            <Cell number className="font-semibold">{figure.format(box.units)}</Cell>
            <Cell className="max-md:hidden">{box.status && <OrderState of={box.status} />}</Cell>
            <Cell><Badge tone={tone} icon={icon}>{t(words)}</Badge></Cell>
          </Row>
        );
      })}
    </Table>
  );
}

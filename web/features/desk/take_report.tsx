import { CircleCheck, CircleMinus, Scale, ShieldAlert } from "lucide-react";
import type { Schema } from "@/lib/api/types";
import { moment } from "@/lib/format/dates";
import { localeTag } from "@/lib/format/money";
import { getLocale, getT } from "@/lib/i18n";
import { Badge } from "@/ui/badge";
import { Cell, HeadCell, Row, Table } from "@/ui/table";
import type { SkuName } from "./data";
import { keyOf } from "./outcome";

type Line = Schema<"CountLine">;

const order: readonly Line["result"][] = ["refused", "differs", "applied", "same"];

/** What was counted beside what should have been there; what was not counted is one sentence below. */
export async function TakeReport({ take, skus, timeZone }: { take: Schema<"StockTake">; skus: ReadonlyMap<string, SkuName>; timeZone: string }) {
  const [t, refusal, locale] = [await getT("desk"), await getT("refusal"), await getLocale()];
  const number = (value: number, options: Intl.NumberFormatOptions = {}) => new Intl.NumberFormat(localeTag(locale), { maximumFractionDigits: 3, ...options }).format(value);
  const counted = take.lines.filter((line) => line.counted !== undefined).sort((a, b) => order.indexOf(a.result) - order.indexOf(b.result));
  const left = take.lines.length - counted.length;
  const nameOf = (line: Line) => skus.get(line.sku);
  const state = (line: Line) => {
    if (line.result === "refused") return <Badge tone="danger" icon={ShieldAlert}>{t("takeRefused")}</Badge>;
    if (line.result === "applied") return <Badge tone="leaf" icon={CircleCheck}>{t("takeCorrected")}</Badge>;
    if (line.result === "differs") return <Badge tone="amber" icon={Scale}>{t("takeDiffers")}</Badge>;
    return <Badge tone="muted" icon={CircleMinus}>{t("takeSame")}</Badge>;
  };
  return (
    <>
      {counted.length > 0 && (
        <Table caption={t("takeReport")} head={<tr><HeadCell>{t("colCrop")}</HeadCell><HeadCell className="max-md:hidden">{t("colLot")}</HeadCell><HeadCell number>{t("colExpected")}</HeadCell><HeadCell number>{t("colCounted")}</HeadCell><HeadCell number>{t("colDifference")}</HeadCell><HeadCell className="pl-4">{t("colState")}</HeadCell></tr>}>
          {counted.map((line) => (
            <Row key={line.lot}>
              <th scope="row" className="py-1.5 pr-2 text-left font-semibold">
                {nameOf(line)?.title ?? line.sku} <span className="font-normal text-muted">{nameOf(line)?.variant}</span>
                <span className="block font-mono text-xs font-normal text-muted md:hidden">{line.lot_code}</span>
              </th>
              <Cell className="font-mono text-sm text-muted max-md:hidden">{line.lot_code}</Cell>
              <Cell number>{number(line.expected_then ?? line.expected)}</Cell>
              <Cell number>{number(line.counted ?? 0)}{line.counted_at && <span className="block text-xs whitespace-nowrap text-muted max-md:hidden">{moment(locale, line.counted_at, timeZone)}</span>}</Cell>
              <Cell number className={`font-semibold ${line.difference < 0 ? "text-danger" : ""}`}>{number(line.difference, { signDisplay: "exceptZero" })}</Cell>
              <Cell className="pl-4">{state(line)}{line.error && <span className="mt-0.5 block text-sm text-danger">{refusal(keyOf(line.error, "failed"))}</span>}</Cell>
            </Row>
          ))}
        </Table>
      )}
      {left > 0 && <p className="mt-3 text-sm text-muted">{t("takeLeft", { n: left })}</p>}
    </>
  );
}

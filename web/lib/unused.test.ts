import { describe, expect, it } from "vitest";
import { messages } from "./i18n/messages";
import { parse, readSources } from "./testing/sources";
import { unusedExports, unusedMessages } from "./testing/unused";

const sources = readSources();
/** Refusals are found by the codes of the API, which no source names. */
const { refusal, ...said } = messages.en;

it("each export is used by a file that is no test", () => {
  expect(sources.length).toBeGreaterThan(300);
  expect(unusedExports(sources)).toEqual([]);
});

it("each message is said somewhere", () => {
  expect(Object.keys(refusal)).not.toEqual([]);
  expect(unusedMessages(sources, said)).toEqual([]);
});

describe("what is planted is found", () => {
  const files = [
    parse("features/planted/rules.ts", "export const used = 1; export function alone() {} export const tested = 2; export interface Row { n: number } export const rows: Row[] = []; export type Gone = string;"),
    parse("features/planted/rules.test.ts", 'import { tested } from "./rules"; tested;'),
    parse("features/planted/view.tsx", 'import { rows, used as mine } from "./rules"; const t = await getT("planted"); export default function View() { return <p title={t("title")}>{t(`day_${mine}`)}{rows.map(String)}</p>; }'),
    parse("app/planted/page.tsx", 'export { default } from "@/features/planted/view"; export const metadata = {}; export const other = 1;'),
  ];
  it("exports that nobody, or only a test, uses", () => {
    expect(unusedExports(files)).toEqual(["features/planted/rules.ts alone", "features/planted/rules.ts tested", "features/planted/rules.ts Gone", "app/planted/page.tsx other"]);
  });
  it("messages that nobody says, or only a file of another namespace", () => {
    expect(unusedMessages(files, { planted: { title: "", day_1: "", silent: "" }, elsewhere: { title: "" } })).toEqual(["planted.silent", "elsewhere.title"]);
  });
});

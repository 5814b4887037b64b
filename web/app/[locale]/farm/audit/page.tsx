import { Download } from "lucide-react";
import { kindOf, type AuditKind, type AuditNames } from "@/features/desk/audit_names";
import { AuditRow } from "@/features/desk/audit_row";
import { getProducts, requireSeller } from "@/features/desk/data";
import { DeskHead } from "@/features/desk/frame";
import { Pager } from "@/features/desk/pager";
import { isProblem, must } from "@/lib/api/problem";
import { api } from "@/lib/api/server";
import { getT } from "@/lib/i18n";
import { buttonClass } from "@/ui/button";
import { chipClass } from "@/ui/chip";
import { Icon } from "@/ui/icon";
import { Link } from "@/ui/link";

const kinds: readonly AuditKind[] = ["products", "farms", "delivery_plans", "delivery_windows", "farm_rules", "stock_takes", "api_keys"];

export async function generateMetadata() {
  return { title: (await getT("desk"))("navAudit") };
}

/** Names in the place of ids. The people and keys of a farm are few; who has left is not among them. */
async function namesOf(): Promise<AuditNames> {
  const client = await api();
  const [people, keys, products] = await Promise.all([client.GET("/api/v1/farms/mine/people").then(must), client.GET("/api/v1/farms/mine/api-keys", { params: { query: { limit: 100 } } }).then(must), getProducts()]);
  return {
    people: new Map(people.items.map((person) => [person.user, person.name || person.email])),
    keys: new Map(keys.items.map((key) => [key.id, key.name])),
    products: new Map(products.map((product) => [product.id, product.title])),
  };
}

export default async function Audit({ searchParams }: { searchParams: Promise<{ kind?: string; cursor?: string }> }) {
  const { farm } = await requireSeller("/farm/audit");
  const [t, desk, given] = [await getT("deskMore"), await getT("desk"), await searchParams];
  if (farm.role !== "owner") return <DeskHead title={desk("navAudit")} text={t("auditOwner")} />;
  const kind = kindOf(given.kind);
  const cursor = given.cursor || undefined;
  const [answer, names] = await Promise.all([(await api()).GET("/api/v1/farms/mine/audit", { params: { query: { collection: kind, cursor, limit: 30 } } }), namesOf()]);
  // An address that was kept may name a page that the list does not have.
  const unread = Boolean(cursor) && isProblem(answer.error) && (answer.error.status === 400 || answer.error.status === 422);
  const list = unread ? { items: [], next_cursor: undefined } : must(answer);
  const word: Record<AuditKind, string> = { products: desk("navProducts"), farms: t("auditFarm"), delivery_plans: t("auditRules"), delivery_windows: t("auditWindows"), farm_rules: t("least"), stock_takes: desk("takesTitle"), api_keys: desk("navKeys") };
  return (
    <>
      <DeskHead title={desk("navAudit")} text={t("auditText")}>
        <a href={`/api/v1/farms/mine/audit?format=csv${kind ? `&collection=${kind}` : ""}`} download="audit.csv" className={buttonClass("secondary")}><Icon of={Download} />{t("auditFile")}</a>
      </DeskHead>
      <nav aria-label={t("auditFilter")} className="mb-5 flex flex-wrap gap-2">
        <Link href="/farm/audit" aria-current={kind ? undefined : "page"} className={chipClass(!kind)}>{t("auditAll")}</Link>
        {kinds.map((one) => <Link key={one} href={`/farm/audit?kind=${one}`} aria-current={kind === one ? "page" : undefined} className={chipClass(kind === one)}>{word[one]}</Link>)}
      </nav>
      {list.items.length === 0 ? (
        <div className="border-t border-hair py-4">{unread ? <p>{t("auditUnread")}</p> : <><p className="font-semibold">{t("auditEmpty")}</p><p className="text-muted">{t("auditEmptyText")}</p></>}</div>
      ) : <ol className="border-t border-hair">{list.items.map((entry) => <AuditRow key={entry.id} entry={entry} names={names} timeZone={farm.time_zone || "UTC"} />)}</ol>}
      <Pager path="/farm/audit" query={{ kind }} cursor={cursor} next={list.next_cursor} />
    </>
  );
}

import type { Metadata } from "next";
import { complaintsOf, scanOrders } from "@/features/tower/data";
import { ComplaintArticle, OrderStrip } from "@/features/tower/order_parts";
import { asked, Head, Nothing, Panel, Strip, type Search } from "@/features/tower/parts";
import { getT } from "@/lib/i18n";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getT("tower"))("complaints") };
}

export default async function Complaints({ searchParams }: { searchParams: Search }) {
  const resolved = (await asked(searchParams))("show") === "resolved";
  const [t, open, decided] = await Promise.all([getT("tower"), scanOrders({ complaints: "unresolved" }), scanOrders({ complaints: "resolved" }, 2)]);
  const all = complaintsOf([...open.orders, ...decided.orders]).sort((a, b) => a.complaint.opened.localeCompare(b.complaint.opened));
  const shown = all.filter(({ complaint }) => (complaint.status === "resolved") === resolved);
  const cut = resolved ? decided.cut : open.cut;
  return (
    <>
      <Head title={t("complaints")} lead={cut ? t("complaintsCut", { n: shown.length }) : t("complaintsLead")} />
      <OrderStrip here="complaints" />
      <Strip label={t("complaints")} items={[
        { href: "/tower/complaints", text: t("complaintsOpen"), here: !resolved, count: all.filter((c) => c.complaint.status !== "resolved").length },
        { href: "/tower/complaints?show=resolved", text: t("complaintsResolved"), here: resolved, count: all.filter((c) => c.complaint.status === "resolved").length },
      ]} />
      <Panel title={resolved ? t("complaintsResolved") : t("complaintsOpen")} note={t("oldestFirst")}>
        {shown.length === 0 ? <Nothing title={t("noComplaints")}>{t("noComplaintsText")}</Nothing> : shown.map(({ order, complaint }) => <ComplaintArticle key={complaint.id} order={order} complaint={complaint} link />)}
      </Panel>
    </>
  );
}

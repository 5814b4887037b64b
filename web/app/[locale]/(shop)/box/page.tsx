import type { Metadata } from "next";
import { getBox } from "@/features/cart/box";
import { BoxLines } from "@/features/cart/box_lines";
import { CouponForm } from "@/features/checkout/coupon_form";
import { Receipt } from "@/features/checkout/receipt";
import { Header } from "@/features/shell/header";
import { getT } from "@/lib/i18n";
import { Landscape } from "@/ui/art/landscape";
import { seasonOf } from "@/ui/art/land";
import { buttonClass } from "@/ui/button";
import { EmptyState } from "@/ui/empty_state";
import { Link } from "@/ui/link";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getT("checkout"))("yourBox") };
}

export default async function BoxPage() {
  const [box, t, c] = [await getBox(), await getT("checkout"), await getT("common")];
  if (!box || box.lines.length === 0) {
    return (
      <>
        <Header />
        <main id="content" className="page py-10 md:py-16">
          <EmptyState level={1} art={<Landscape name="box" season={seasonOf(new Date())} kind="rows" width={700} height={300} crate />} title={c("boxEmpty")} actions={<Link href="/shop" className={buttonClass()}>{t("seeSeason")}</Link>}>{t("emptyText")}</EmptyState>
        </main>
      </>
    );
  }
  return (
    <>
      <Header />
      <main id="content" className="page pt-8 md:pt-12">
        <h1 className="display text-3xl md:text-[2.75rem] md:leading-12">{t("yourBox")}</h1>
        <p className="mt-2 text-muted">{t("boxSummary", { n: box.lines.length, farms: box.farms.length })}</p>
        <div className="mt-6 grid items-start gap-10 lg:grid-cols-[1fr_25rem] lg:gap-16">
          <div><BoxLines box={box} /></div>
          <div className="lg:col-start-2">
            <Receipt box={box}>
              <CouponForm box={box} />
              <Link href="/checkout" className={buttonClass("primary", "large", "mt-5 w-full")}>{t("toCheckout")}</Link>
              <p className="mt-3 text-center text-sm text-muted">{t("notHeld")}</p>
            </Receipt>
          </div>
        </div>
      </main>
    </>
  );
}

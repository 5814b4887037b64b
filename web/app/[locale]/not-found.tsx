import { ScanLine } from "lucide-react";
import { Footer } from "@/features/shell/footer";
import { Header } from "@/features/shell/header";
import { TabBar } from "@/features/shell/tab_bar";
import { getT } from "@/lib/i18n";
import { Landscape } from "@/ui/art/landscape";
import { buttonClass } from "@/ui/button";
import { EmptyState } from "@/ui/empty_state";
import { Icon } from "@/ui/icon";
import { Link } from "@/ui/link";

export default async function NotFound() {
  const t = await getT("common");
  return (
    <>
      <Header />
      <main id="content" className="page py-12 md:py-20">
        <EmptyState
          level={1}
          art={<Landscape name="hedge" season="spring" kind="woods" width={700} height={300} />}
          title={t("notFoundTitle")}
          actions={<><Link href="/scan" className={buttonClass()}><Icon of={ScanLine} />{t("scanLabel")}</Link><Link href="/" className={buttonClass("quiet")}>{t("home")}</Link></>}
        >{t("notFoundText")}</EmptyState>
      </main>
      <Footer />
      <TabBar />
    </>
  );
}

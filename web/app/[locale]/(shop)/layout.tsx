import { Footer } from "@/features/shell/footer";
import { TabBar } from "@/features/shell/tab_bar";

/** The frame of shop pages below the header, which each page places itself (it marks its section and shows its query). */
export default function ShopLayout({ children }: { children: React.ReactNode }) {
  return (
    <>
      {children}
      <Footer />
      <TabBar />
    </>
  );
}

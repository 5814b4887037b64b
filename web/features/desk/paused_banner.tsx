import { CirclePause } from "lucide-react";
import { getT } from "@/lib/i18n";
import { Banner } from "@/ui/banner";

/** That the shop has paused the farm, and what it wrote about why. */
export async function PausedBanner({ reason, className }: { reason?: string; className?: string }) {
  const t = await getT("desk");
  return (
    <Banner tone="amber" icon={CirclePause} className={className}>
      <p>{t("paused")}</p>
      {reason && <><p className="mt-2 font-semibold">{t("pauseReason")}</p><blockquote className="mt-1 border-l-2 border-line pl-3">{reason}</blockquote></>}
    </Banner>
  );
}

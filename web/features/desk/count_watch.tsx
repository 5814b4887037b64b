"use client";
// Says on every page of the desk what waits for the network, and sends it as soon as there is one.
import { CircleAlert, Clock } from "lucide-react";
import { useRouter } from "next/navigation";
import { useEffect, useEffectEvent } from "react";
import { useHref, useT } from "@/lib/i18n/client";
import { toast } from "@/lib/toast";
import { Banner } from "@/ui/banner";
import { Button } from "@/ui/button";
import { forgetCounts, sendWaiting, useWaitingCounts } from "./waiting_counts";

const look_every_ms = 10_000;

export function CountWatch({ user }: { user: string }) {
  const t = useT("desk");
  const router = useRouter();
  const href = useHref();
  const mine = useWaitingCounts().filter((count) => count.user === user);
  const waiting = mine.filter((count) => !count.problem).length;
  const refused = mine.filter((count) => count.problem);
  const said = useEffectEvent((n: number) => {
    toast({ text: t("countsSent", { n }), tone: "done" });
    router.refresh();
  });
  useEffect(() => {
    if (waiting === 0) return;
    let working = false;
    const go = async () => {
      if (working || !navigator.onLine) return;
      working = true;
      const { sent } = await sendWaiting(user);
      working = false;
      if (sent.length > 0) said(sent.length);
    };
    void go();
    const timer = setInterval(() => void go(), look_every_ms);
    window.addEventListener("online", go);
    return () => {
      clearInterval(timer);
      window.removeEventListener("online", go);
    };
  }, [waiting, user]);
  return (
    <div className="no-print">
      <div role="status">{waiting > 0 && <Banner tone="sky" icon={Clock} className="mb-5">{t("countsWait", { n: waiting })}</Banner>}</div>
      {refused.length > 0 && (
        <Banner tone="danger" icon={CircleAlert} alert className="mb-5" action={<Button kind="quiet" size="small" onClick={() => forgetCounts(refused)}>{t("countsForget")}</Button>}>
          {t("countsRefused", { n: refused.length })} <a href={href(`/farm/stock/takes/${refused[0]?.take ?? ""}`)} className="font-semibold text-leaf underline underline-offset-4">{t("takeTitle")}</a>
        </Banner>
      )}
    </div>
  );
}

"use client";
import { Download, Printer } from "lucide-react";
import { usePathname, useRouter } from "next/navigation";
import type { ReactNode } from "react";
import { useHref } from "@/lib/i18n/client";
import { Button } from "@/ui/button";
import { Icon } from "@/ui/icon";

export function PrintButton({ children }: { children: ReactNode }) {
  return <Button onClick={() => window.print()}><Icon of={Printer} />{children}</Button>;
}

/** A text that is already here, as a file. */
export function DownloadText({ text, name, children }: { text: string; name: string; children: ReactNode }) {
  const save = () => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  };
  return <Button kind="secondary" onClick={save}><Icon of={Download} />{children}</Button>;
}

/** Another day of the same list. */
export function DayPicker({ day, label }: { day: string; label: string }) {
  const router = useRouter();
  const href = useHref();
  const path = usePathname().replace(/^\/(en|es)(?=\/)/, "");
  return <input type="date" aria-label={label} defaultValue={day} onChange={(event) => { if (event.target.value) router.push(href(`${path}?day=${event.target.value}`)); }} className="min-h-11 rounded-control border border-line bg-surface px-3" />;
}

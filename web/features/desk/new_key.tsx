"use client";
import { Copy, KeyRound, TriangleAlert } from "lucide-react";
import { useRef, useState, type ReactNode } from "react";
import { useT } from "@/lib/i18n/client";
import { toast } from "@/lib/toast";
import { Banner } from "@/ui/banner";
import { Button } from "@/ui/button";
import { inputClass } from "@/ui/field";
import { Icon } from "@/ui/icon";
import { Sheet } from "@/ui/sheet";
import { ActionForm, Submit } from "./form";
import { makeKey } from "./key_actions";

/** The form of a new key; once it is made, the sheet stays and shows its text, this once. */
export function NewKey({ children }: { children: ReactNode }) {
  const t = useT("desk");
  const [open, setOpen] = useState(false);
  const [key, setKey] = useState<string>();
  const text = useRef<HTMLInputElement>(null);
  const close = () => {
    setOpen(false);
    setKey(undefined);
  };
  const copy = async () => {
    text.current?.select();
    try {
      await navigator.clipboard.writeText(key ?? "");
      toast({ text: t("keyCopied"), tone: "done" });
    } catch {
      // Without leave for the clipboard the text is selected, to be copied by hand.
      text.current?.focus();
    }
  };
  return (
    <>
      <Button onClick={() => setOpen(true)} aria-haspopup="dialog"><Icon of={KeyRound} />{t("keyNew")}</Button>
      <Sheet open={open} onClose={close} title={t(key ? "keyMade" : "keyNew")} close={t("close")} wide={!key}>
        {key ? (
          <div className="grid gap-4 pt-1">
            <Banner tone="amber" icon={TriangleAlert} alert>{t("keyOnce")}</Banner>
            <div>
              <label htmlFor="key-text" className="mb-1.5 block font-medium">{t("keyText")}</label>
              <input ref={text} id="key-text" readOnly autoFocus value={key} onFocus={(event) => event.target.select()} className={`${inputClass} font-mono`} />
            </div>
            <div className="mt-2 flex flex-wrap justify-end gap-2">
              <Button kind="secondary" onClick={() => void copy()}><Icon of={Copy} />{t("keyCopy")}</Button>
              <Button onClick={close}>{t("keyKept")}</Button>
            </div>
          </div>
        ) : (
          <ActionForm action={makeKey} onDone={(outcome) => setKey(outcome.value)} className="grid gap-4 pt-1">
            {children}
            <div className="mt-2 flex flex-wrap justify-end gap-2">
              <Button kind="secondary" onClick={close}>{t("cancel")}</Button>
              <Submit>{t("keyMake")}</Submit>
            </div>
          </ActionForm>
        )}
      </Sheet>
    </>
  );
}

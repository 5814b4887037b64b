"use client";
// What every place shows where pictures are uploaded: the row of one, the button, and what a screen reader hears.
import { CircleAlert, ImagePlus, Trash2 } from "lucide-react";
import { useEffect, useId, useRef, useState, type ReactNode } from "react";
import { useT } from "@/lib/i18n/client";
import { Button, buttonClass } from "@/ui/button";
import { Icon } from "@/ui/icon";
import { smallOf } from "./address";
import { kinds } from "./upload";
import type { Row } from "./use_uploads";

/** `children` stand beside a picture that is there. */
export function UploadRow({ row, n, onRemove, children }: { row: Row; n: number; onRemove: () => void; children?: ReactNode }) {
  const t = useT("pictures");
  return (
    <li className="grid grid-cols-[5.5rem_minmax(0,1fr)_auto] items-start gap-3">
      <span className="grid aspect-[5/4] w-22 place-items-center overflow-hidden rounded-control bg-sunken text-muted">
        {row.url ? <img src={smallOf(row.url)} alt="" className="size-full object-cover" /> : <Icon of={ImagePlus} size={22} />}
      </span>
      {row.sent !== undefined ? (
        <div className="pt-1">
          <p className="truncate font-medium">{row.file}</p>
          <progress value={row.sent} max={1} aria-label={t("sending", { file: row.file ?? "" })} className="mt-1.5 h-2 w-full accent-leaf" />
          <p className="mt-1 text-sm text-muted">{row.sent < 1 ? t("sent", { part: Math.round(row.sent * 100) }) : t("making")}</p>
        </div>
      ) : row.refused ? (
        <div role="alert" className="pt-1"><p className="truncate font-medium">{row.file}</p><p className="flex items-start gap-1.5 text-sm text-danger"><Icon of={CircleAlert} size={16} className="mt-px" />{t(`refused_${row.refused}`)}</p></div>
      ) : children ?? <p className="truncate pt-1 font-medium">{row.file}</p>}
      <Button kind="quiet" onClick={onRemove} aria-label={t("remove", { n })} className="text-muted"><Icon of={Trash2} size={17} /></Button>
    </li>
  );
}

export function UploadButton({ onChosen }: { onChosen: (files: File[]) => void }) {
  const t = useT("pictures");
  const id = useId();
  return (
    <>
      <input id={id} type="file" accept={kinds.join(",")} multiple className="peer sr-only" onChange={(event) => { onChosen([...(event.target.files ?? [])]); event.target.value = ""; }} />
      <label htmlFor={id} className={buttonClass("secondary", "small", "cursor-pointer peer-focus-visible:outline-2 peer-focus-visible:outline-offset-2 peer-focus-visible:outline-focus")}><Icon of={ImagePlus} size={16} />{t("upload")}</label>
    </>
  );
}

/** Also holds the form back while a picture is on its way: it would be saved without. */
export function UploadStatus({ rows, sending }: { rows: readonly Row[]; sending?: Row }) {
  const t = useT("pictures");
  const status = useRef<HTMLParagraphElement>(null);
  const [held, setHeld] = useState(false);
  const isSending = sending !== undefined;
  useEffect(() => {
    const form = status.current?.closest("form");
    if (!isSending || !form) return;
    const hold = (event: Event) => {
      event.preventDefault();
      event.stopImmediatePropagation();
      setHeld(true);
    };
    form.addEventListener("submit", hold, { capture: true });
    return () => {
      form.removeEventListener("submit", hold, { capture: true });
      setHeld(false);
    };
  }, [isSending]);
  return (
    <>
      <p ref={status} role="status" className="sr-only">{sending ? t("sending", { file: sending.file ?? "" }) : rows.some((row) => row.file && row.url) ? t("ready") : ""}</p>
      {held && <p role="alert" className="mt-2 text-sm text-danger">{t("held")}</p>}
    </>
  );
}

"use client";
// Pictures of a product or a farm: uploaded one after the other, each with its preview and the words for those who do not see it.
import { CircleAlert, ImagePlus, Link2, Trash2 } from "lucide-react";
import { useId, useRef, useState } from "react";
import { useT } from "@/lib/i18n/client";
import { Button, buttonClass } from "@/ui/button";
import { Icon } from "@/ui/icon";
import { FormField } from "./form";
import { kinds, uploadPicture, type UploadRefusal } from "./picture_upload";

interface Props {
  /** "images" or "pictures": the fields are `images.0.url`, and `marker` says which rows there are. */
  name: string;
  marker: string;
  initial: { url: string; alt?: string }[];
  max?: number;
}

interface Row {
  id: number;
  url: string;
  alt?: string;
  /** Of an upload that is on its way: its file, and how much has been sent, 0 to 1. */
  file?: string;
  sent?: number;
  refused?: UploadRefusal;
}

export function PictureRows({ name, marker, initial, max = 8 }: Props) {
  const t = useT("desk");
  const [rows, setRows] = useState<Row[]>(() => initial.map((picture, id) => ({ id, ...picture })));
  const next = useRef(initial.length);
  const chooser = useRef<HTMLInputElement>(null);
  const chooserId = useId();
  const said = rows.find((row) => row.sent !== undefined);
  const change = (id: number, to: Partial<Row>) => setRows((now) => now.map((row) => (row.id === id ? { ...row, ...to } : row)));
  const remove = (id: number) => setRows((now) => now.filter((row) => row.id !== id));

  const upload = async (files: File[]) => {
    const room = files.slice(0, Math.max(0, max - rows.length)).map((file) => ({ file, row: { id: next.current++, url: "", file: file.name, sent: 0 } }));
    setRows((now) => [...now, ...room.map(({ row }) => row)]);
    // One after the other: the server makes one at a time, and a slow line is not shared.
    for (const { file, row } of room) {
      const { picture, refused } = await uploadPicture(file, (sent) => change(row.id, { sent })).done;
      change(row.id, { sent: undefined, refused, url: picture?.url ?? "" });
    }
  };

  return (
    <div className="grid gap-4" aria-busy={said !== undefined}>
      <ul className="grid gap-4">
        {rows.map((row, i) => (
          <li key={row.id} className="grid grid-cols-[5.5rem_minmax(0,1fr)_auto] items-start gap-3">
            <span className="grid aspect-[5/4] w-22 place-items-center overflow-hidden rounded-control bg-sunken text-muted">
              {row.url ? <img src={row.url.startsWith("/media/") ? `${row.url}/small` : row.url} alt="" className="size-full object-cover" /> : <Icon of={ImagePlus} size={22} />}
            </span>
            {row.sent !== undefined ? (
              <div className="pt-1">
                <p className="truncate font-medium">{row.file}</p>
                <progress value={row.sent} max={1} aria-label={t("pictureSending", { file: row.file ?? "" })} className="mt-1.5 h-2 w-full accent-leaf" />
                <p className="mt-1 text-sm text-muted">{row.sent < 1 ? t("pictureSent", { part: Math.round(row.sent * 100) }) : t("pictureMaking")}</p>
              </div>
            ) : row.refused ? (
              <div role="alert" className="pt-1"><p className="truncate font-medium">{row.file}</p><p className="flex items-start gap-1.5 text-sm text-danger"><Icon of={CircleAlert} size={16} className="mt-px" />{t(`picture_${row.refused}`)}</p></div>
            ) : (
              <div className="grid gap-3">
                <input type="hidden" name={marker} value={i} />
                {row.url.startsWith("/media/") ? <input type="hidden" name={`${name}.${i}.url`} value={row.url} /> : <FormField name={`${name}.${i}.url`} type="url" label={t("pictureUrl")} defaultValue={row.url} placeholder="https://" />}
                <FormField name={`${name}.${i}.alt`} label={t("pictureAlt")} hint={t("pictureAltHint")} defaultValue={row.alt} maxLength={200} />
              </div>
            )}
            <Button kind="quiet" onClick={() => remove(row.id)} aria-label={t("removePicture", { n: i + 1 })} className="text-muted sm:mt-7"><Icon of={Trash2} size={17} /></Button>
          </li>
        ))}
      </ul>
      {rows.length < max && (
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <input ref={chooser} id={chooserId} type="file" accept={kinds.join(",")} multiple className="peer sr-only" onChange={(event) => { void upload([...(event.target.files ?? [])]); event.target.value = ""; }} />
          <label htmlFor={chooserId} className={buttonClass("secondary", "small", "cursor-pointer peer-focus-visible:outline-2 peer-focus-visible:outline-offset-2 peer-focus-visible:outline-focus")}><Icon of={ImagePlus} size={16} />{t("uploadPicture")}</label>
          <Button kind="quiet" size="small" onClick={() => setRows((now) => [...now, { id: next.current++, url: "" }])}><Icon of={Link2} size={16} />{t("linkPicture")}</Button>
        </div>
      )}
      <p role="status" className="sr-only">{said ? t("pictureSending", { file: said.file ?? "" }) : rows.some((row) => row.file && row.url) ? t("pictureReady") : ""}</p>
    </div>
  );
}

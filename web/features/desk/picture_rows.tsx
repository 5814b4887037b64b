"use client";
import { Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { useT } from "@/lib/i18n/client";
import { Button } from "@/ui/button";
import { Icon } from "@/ui/icon";
import { FormField } from "./form";

interface Props {
  /** "images" or "pictures": the fields are `images.0.url`, and `marker` says which rows there are. */
  name: string;
  marker: string;
  initial: { url: string; alt?: string }[];
  max?: number;
}

/** Pictures by their address; the API keeps the reference. */
export function PictureRows({ name, marker, initial, max = 8 }: Props) {
  const t = useT("desk");
  const [rows, setRows] = useState(() => initial.map((picture, id) => ({ id, ...picture })));
  const [next, setNext] = useState(initial.length);
  return (
    <div className="grid gap-4">
      {rows.map((row, i) => (
        <div key={row.id} className="grid gap-3 sm:grid-cols-[1fr_1fr_auto] sm:items-start">
          <input type="hidden" name={marker} value={i} />
          <FormField name={`${name}.${i}.url`} type="url" label={t("pictureUrl")} defaultValue={row.url} placeholder="https://" />
          <FormField name={`${name}.${i}.alt`} label={t("pictureAlt")} defaultValue={row.alt} maxLength={200} />
          <Button kind="quiet" onClick={() => setRows(rows.filter((other) => other !== row))} aria-label={t("removePicture", { n: i + 1 })} className="text-muted sm:mt-7"><Icon of={Trash2} size={17} /></Button>
        </div>
      ))}
      {rows.length < max && <div><Button kind="secondary" size="small" onClick={() => { setRows([...rows, { id: next, url: "" }]); setNext(next + 1); }}><Icon of={Plus} size={16} />{t("addPicture")}</Button></div>}
    </div>
  );
}

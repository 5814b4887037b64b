"use client";
// Pictures of a product or a farm: each with its preview and the words for those who do not see it.
import { Link2 } from "lucide-react";
import { UploadButton, UploadRow, UploadStatus } from "@/features/pictures/upload_parts";
import { useUploads } from "@/features/pictures/use_uploads";
import { isOurs } from "@/features/pictures/address";
import { useT } from "@/lib/i18n/client";
import { Button } from "@/ui/button";
import { Icon } from "@/ui/icon";
import { FormField } from "./form";

interface Props {
  /** "images" or "pictures": the fields are `images.0.url`, and `marker` says which rows there are. */
  name: string;
  marker: string;
  initial: { url: string; alt?: string | null }[];
  max?: number;
}

export function PictureRows({ name, marker, initial, max = 8 }: Props) {
  const t = useT("pictures");
  const { rows, sending, remove, add, upload } = useUploads(initial, max);
  return (
    <div className="grid gap-4" aria-busy={sending !== undefined}>
      <ul className="grid gap-4">
        {rows.map((row, i) => (
          <UploadRow key={row.id} row={row} n={i + 1} onRemove={() => remove(row.id)}>
            <div className="grid gap-3">
              <input type="hidden" name={marker} value={i} />
              {isOurs(row.url) ? <input type="hidden" name={`${name}.${i}.url`} value={row.url} /> : <FormField name={`${name}.${i}.url`} type="url" label={t("address")} defaultValue={row.url} placeholder="https://" />}
              <FormField name={`${name}.${i}.alt`} label={t("alt")} hint={t("altHint")} defaultValue={row.alt ?? ""} maxLength={200} />
            </div>
          </UploadRow>
        ))}
      </ul>
      {rows.length < max && (
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <UploadButton onChosen={(files) => void upload(files)} />
          <Button kind="quiet" size="small" onClick={add}><Icon of={Link2} size={16} />{t("link")}</Button>
        </div>
      )}
      <UploadStatus rows={rows} sending={sending} />
    </div>
  );
}

"use client";
// Pictures of what is wrong, in the form of a complaint: its fields are `picture`, an address each.
import { UploadButton, UploadRow, UploadStatus } from "@/features/pictures/upload_parts";
import { useUploads } from "@/features/pictures/use_uploads";
import { pictures_max } from "./complaint_limits";

export function ComplaintPictures({ label, hint }: { label: string; hint: string }) {
  const { rows, sending, remove, upload } = useUploads([], pictures_max);
  return (
    <fieldset className="mb-3" aria-busy={sending !== undefined}>
      <legend className="font-medium">{label}</legend>
      <p className="mb-2 text-sm text-muted">{hint}</p>
      {rows.length > 0 && (
        <ul className="mb-3 grid gap-3">
          {rows.map((row, i) => (
            <UploadRow key={row.id} row={row} n={i + 1} onRemove={() => remove(row.id)}>
              {row.url && <p className="truncate pt-1 font-medium">{row.file}<input type="hidden" name="picture" value={row.url} /></p>}
            </UploadRow>
          ))}
        </ul>
      )}
      {rows.length < pictures_max && <UploadButton onChosen={(files) => void upload(files)} />}
      <UploadStatus rows={rows} sending={sending} />
    </fieldset>
  );
}

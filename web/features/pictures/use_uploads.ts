"use client";
// Pictures on their way to the shop, one after the other: the server makes one at a time, and a slow line is not shared.
import { useRef, useState } from "react";
import { uploadPicture, type UploadRefusal } from "./upload";

export interface Row {
  id: number;
  /** "": none yet. */
  url: string;
  alt?: string | null;
  /** Of an upload: its file; and while it is on its way how much has been sent, 0 to 1. */
  file?: string;
  sent?: number;
  refused?: UploadRefusal;
}

export function useUploads(initial: readonly { url: string; alt?: string | null }[], max: number) {
  const [rows, setRows] = useState<Row[]>(() => initial.map((picture, id) => ({ id, ...picture })));
  const next = useRef(initial.length);
  const change = (id: number, to: Partial<Row>) => setRows((now) => now.map((row) => (row.id === id ? { ...row, ...to } : row)));
  return {
    rows,
    sending: rows.find((row) => row.sent !== undefined),
    remove: (id: number) => setRows((now) => now.filter((row) => row.id !== id)),
    /** A row for an address that is typed. */
    add: () => setRows((now) => [...now, { id: next.current++, url: "" }]),
    upload: async (files: readonly File[]) => {
      const room = files.slice(0, Math.max(0, max - rows.length)).map((file) => ({ file, row: { id: next.current++, url: "", file: file.name, sent: 0 } }));
      setRows((now) => [...now, ...room.map(({ row }) => row)]);
      for (const { file, row } of room) {
        const { picture, refused } = await uploadPicture(file, (sent) => change(row.id, { sent })).done;
        change(row.id, { sent: undefined, refused, url: picture?.url ?? "" });
      }
    },
  };
}

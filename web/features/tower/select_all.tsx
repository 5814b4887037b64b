"use client";
import { useState } from "react";
import { CheckMark } from "@/ui/field";

/** Ticks every row of the form that it belongs to. */
export function SelectAll({ form, label }: { form: string; label: string }) {
  const [all, setAll] = useState(false);
  return (
    <CheckMark className="align-middle" aria-label={label} checked={all} form="" onChange={(event) => {
      setAll(event.target.checked);
      for (const box of document.querySelectorAll<HTMLInputElement>(`input[type=checkbox][name=id][form="${form}"], #${form} input[type=checkbox][name=id]`)) box.checked = event.target.checked;
    }} />
  );
}

"use client";
import { Button } from "@/ui/button";

export function PrintButton({ label }: { label: string }) {
  return <Button kind="secondary" onClick={() => print()}>{label}</Button>;
}

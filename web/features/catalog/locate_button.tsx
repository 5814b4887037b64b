"use client";
import { LocateFixed } from "lucide-react";
import { useState } from "react";
import { Button } from "@/ui/button";
import { Icon } from "@/ui/icon";

/** Asks the device once and goes to the same page with `near` in the address, rounded to about a mile. */
export function LocateButton({ words }: { words: { use: string; asking: string; denied: string } }) {
  const [state, setState] = useState<"idle" | "asking" | "denied">("idle");
  const locate = () => {
    setState("asking");
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        const url = new URL(location.href);
        url.searchParams.set("near", `${coords.latitude.toFixed(2)},${coords.longitude.toFixed(2)}`);
        location.assign(url);
      },
      () => setState("denied"),
      { maximumAge: 600_000, timeout: 15_000 },
    );
  };
  return (
    <div>
      <Button kind="secondary" size="small" isBusy={state === "asking"} busy={words.asking} onClick={locate}><Icon of={LocateFixed} size={16} />{words.use}</Button>
      <p role="status" className="mt-1 text-sm text-muted empty:hidden">{state === "denied" ? words.denied : ""}</p>
    </div>
  );
}

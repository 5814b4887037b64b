import { MapPin } from "lucide-react";
import type { Schema } from "@/lib/api/types";
import { miles } from "@/lib/format/units";
import { getLocale, getT } from "@/lib/i18n";
import { landKind, seasonOf } from "@/ui/art/land";
import { Landscape } from "@/ui/art/landscape";
import { Icon } from "@/ui/icon";
import { Link } from "@/ui/link";

export async function FarmCard({ farm }: { farm: Schema<"FarmInList"> }) {
  const locale = await getLocale();
  const t = await getT("shop");
  const since = farm.certifications.map((c) => c.issued ?? c.valid_from).sort()[0]?.slice(0, 4);
  return (
    <li className="group relative">
      <div className="aspect-[8/5] overflow-hidden rounded-card"><Landscape name={farm.name} season={seasonOf(new Date())} kind={landKind(farm.name, farm.tags)} width={480} height={300} className="size-full" /></div>
      <h3 className="display mt-2.5 text-xl leading-6">
        <Link href={`/farms/${farm.slug}`} className="after:absolute after:inset-0 after:rounded-card focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:outline-offset-2 focus-visible:after:outline-focus decoration-hair underline-offset-4 group-hover:underline">{farm.name}</Link>
      </h3>
      {farm.story && <p className="mt-0.5 line-clamp-2 text-sm text-muted">{farm.story}</p>}
      <p className="mt-1.5 flex flex-wrap items-center gap-x-3 text-sm text-muted">
        <span className="flex items-center gap-1 text-ink"><Icon of={MapPin} size={14} className="text-leaf" />{farm.city}, {farm.state}{farm.distance_m !== undefined && `, ${miles(locale, farm.distance_m)}`}</span>
        {since && <span>{t("since", { year: since })}</span>}
      </p>
    </li>
  );
}

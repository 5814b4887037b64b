import { geoAlbersUsa } from "d3-geo";
import type { Schema } from "@/lib/api/types";

type Farm = Pick<Schema<"FarmInList">, "name" | "slug" | "location">;
// The projection of us-atlas' "albers" files.
const project = geoAlbersUsa().scale(1300).translate([487.5, 305]);

/** Every farm on the map of the states. Names stand beside points only where nothing else is near. */
export function UsMap({ farms, label, hrefOf }: { farms: readonly Farm[]; label: string; hrefOf: (farm: Farm) => string }) {
  const points = farms.flatMap((farm) => {
    const at = farm.location && project([farm.location.longitude, farm.location.latitude]);
    return at ? [{ farm, x: Math.round(at[0]), y: Math.round(at[1]) }] : [];
  });
  const named = points.filter((p) => points.every((q) => q === p || Math.abs(q.x - p.x) > 120 || Math.abs(q.y - p.y) > 26));
  return (
    <div className="relative aspect-[975/640] overflow-hidden rounded-card border border-hair bg-sunken">
      <div aria-hidden className="absolute inset-x-[2%] inset-y-[3%] bg-line [mask:url(/maps/us.svg)_center/contain_no-repeat]" />
      <svg viewBox="0 0 975 610" role="group" aria-label={label} className="absolute inset-x-[2%] inset-y-[3%] h-[94%] w-[96%]">
        {points.map(({ farm, x, y }) => (
          <a key={farm.slug} href={hrefOf(farm)} aria-label={farm.name} className="group outline-none">
            <circle cx={x} cy={y} r="16" fill="transparent" className="group-focus-visible:stroke-focus" strokeWidth="3" />
            <circle cx={x} cy={y} r="8" className="fill-leaf stroke-surface" strokeWidth="2.5" />
            <path d={`M${x - 4} ${y + 4}c-.6-4.5 2-7 8-7.4.3 4.6-2 7.4-7 7Z`} className="fill-on-leaf" />
          </a>
        ))}
        {named.map(({ farm, x, y }) => (
          <text key={farm.slug} x={x > 760 ? x - 13 : x + 13} y={y + 5} textAnchor={x > 760 ? "end" : "start"} fontSize="15" className="pointer-events-none fill-ink stroke-sunken font-medium [paint-order:stroke]" strokeWidth="4" aria-hidden>{farm.name}</text>
        ))}
      </svg>
    </div>
  );
}

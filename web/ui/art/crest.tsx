import { hash, seeded } from "@/lib/random";
import { skyOf, type LandKind } from "./land";
import { colours, type Colours } from "./palette";
import { svgText } from "./svg_text";

/** A farm's round sign: sky, sun, hill, five rows from one point, and what it grows. Decoration: its name stands beside it. */
export function Crest({ name, kind = "rows", size = 36, className = "" }: { name: string; kind?: LandKind; size?: number; className?: string }) {
  const c = colours("autumn", skyOf(name), false);
  const random = seeded(hash(name));
  const id = `c${hash(name + kind + size).toString(36)}`;
  const sunX = 16 + random() * 24;
  const vanish = 22 + random() * 14;
  const drawing = (
    <>
      <clipPath id={id}><circle cx="28" cy="28" r="28" /></clipPath>
      <g clipPath={`url(#${id})`}>
        <rect width="56" height="56" fill={c.sky} />
        <circle cx={Math.round(sunX)} cy="18" r="8" fill={c.sun} />
        <path d="M0 28Q14 20 28 26T56 24V56H0Z" fill={kind === "rows" ? c.far2 : c.tree3} />
        <path d="M0 34Q18 28 56 33V56H0Z" fill={c.row1} />
        <path d={[-34, -16, 0, 16, 34].map((dx) => `M${Math.round(vanish)} 30L${Math.round(vanish + dx)} 58`).join("")} stroke={kind === "rows" || kind === "hives" ? c.strip3 : c.strip2} strokeWidth="3.4" />
        <Sign kind={kind} c={c} />
      </g>
    </>
  );
  // As text: a list of farms has a hundred of them, and there is nothing in them for React to hydrate.
  // eslint-disable-next-line react/no-danger -- numbers and colours of our own
  return <svg viewBox="0 0 56 56" width={size} height={size} aria-hidden className={`shrink-0 rounded-full ${className}`} dangerouslySetInnerHTML={{ __html: svgText(drawing) }} />;
}

function Sign({ kind, c }: { kind: LandKind; c: Colours }) {
  switch (kind) {
    case "orchard":
      return <><circle cx="38" cy="26" r="8" fill={c.tree2} /><circle cx="20" cy="28" r="6" fill={c.tree3} /></>;
    case "hoop":
      return <path d="M17 36v-6a11 11 0 0 1 22 0v6Z" fill={c.seam} stroke={c.row1} />;
    case "dairy":
      return <><path d="M22 36v-9l6-5 6 5v9Z" fill={c.barn} /><path d="M20 28l8-7 8 7" fill="none" stroke={c.roof} strokeWidth="2" /></>;
    case "woods":
      return <path d="M14 36l8-18 8 18ZM28 37l7-15 7 15Z" fill={c.tree3} />;
    case "hives":
      return <><rect x="20" y="22" width="16" height="14" fill={c.seam} /><path d="M18 21h20M20 29h16" stroke={c.roof} strokeWidth="2.4" /></>;
    default:
      return null;
  }
}

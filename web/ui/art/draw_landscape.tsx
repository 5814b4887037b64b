// Draws a farm's picture: cut like a linoleum print, made from the farm's name and the season. The element tree is plain
// SVG that ui/art/svg_text.ts writes out; pages show it through ui/art/landscape.tsx.
import { hash, seeded } from "@/lib/random";
import { skyOf, type LandKind, type Season } from "./land";
import { colours, type Colours } from "./palette";

export interface LandscapeShape {
  name: string;
  season: Season;
  kind: LandKind;
  width?: number;
  height?: number;
  /** Where the gold furrow leaves the picture, in units of the width; absent: none. */
  furrow?: number;
  /** Centre of the sun in parts of width and height; absent: by the name. */
  sun?: readonly [number, number];
  /** Height of the far ridge in parts of the height. */
  horizon?: number;
  night?: boolean;
  /** A wooden box in front: the empty box. */
  crate?: boolean;
}

type Curve = (x: number) => number;
const n1 = (value: number) => Math.round(value * 10) / 10;

export function drawLandscape({ name, season, kind, width = 480, height = 310, furrow, sun, horizon = 0.5, night, crate }: LandscapeShape) {
  const c = colours(season, skyOf(name), night ?? false);
  const random = seeded(hash(`${name}/${season}`));
  const between = (a: number, b: number) => a + random() * (b - a);
  const W = width;
  const H = height;
  const unit = H / 310;
  const step = W / Math.max(16, Math.round(W / 28));

  const ridge = (base: number, swing: number): Curve => {
    const waves = [1, 2.3, 4.1].map((f, i) => ({ f: (f * between(0.7, 1.2) * 2 * Math.PI) / (480 * unit), p: between(0, 6.28), a: (swing * between(0.6, 1)) / (i + 1) }));
    return (x) => base + waves.reduce((sum, w) => sum + w.a * Math.sin(w.f * x + w.p), 0);
  };
  const along = (curve: Curve, from = 0, to = W) => {
    const points: string[] = [];
    for (let x = from; x < to + step; x += step) points.push(`${n1(Math.min(x, to))} ${n1(curve(Math.min(x, to)))}`);
    return points;
  };
  const below = (curve: Curve) => `M0 ${H}L${along(curve).join("L")}L${W} ${H}Z`;
  const line = (curve: Curve, from = 0, to = W) => `M${along(curve, from, to).join("L")}`;

  const sunX = W * (sun?.[0] ?? between(0.55, 0.86));
  const sunY = H * (sun?.[1] ?? between(0.2, 0.42));
  const sunR = 23 * unit;

  const far = ridge(H * horizon, 7 * unit);
  const second = ridge(H * (horizon + 0.065), 7 * unit);
  const top = ridge(H * (horizon + 0.125), 10 * unit);
  const front = ridge(H * (horizon + 0.29), 4 * unit);
  const weights = [0.55, 0.8, 1, 1.15, 1.5];
  const total = weights.reduce((a, b) => a + b, 0);
  let sum = 0;
  const strips = weights.map((weight, i) => {
    const share = sum / total;
    sum += weight;
    const tilt = between(-6, 6) * unit;
    const order = [1, 4, 3, 5, 2][(i + (hash(name) % 5)) % 5];
    return { curve: (x: number) => top(x) + (front(x) - top(x)) * share + (i === 0 ? 0 : tilt * Math.sin((x / W) * 3)), fill: c[`strip${order}` as keyof Colours] };
  });

  const tree = (x: number, y: number, r: number, key: string) => {
    const fill = c[`tree${1 + Math.floor(random() * 3)}` as keyof Colours];
    return (
      <g key={key}>
        <path d={`M${n1(x)} ${n1(y + r * 1.1)}V${n1(y - r * 0.4)}`} stroke={c.roof} strokeWidth={n1(Math.max(0.7, r * 0.16))} />
        <circle cx={n1(x)} cy={n1(y - r * 0.55)} r={n1(r)} fill={fill} />
      </g>
    );
  };

  const hedges = Array.from({ length: Math.round((W / unit / 480) * 7) }, (_, i) => {
    const x = between(0, W);
    const count = 1 + Math.floor(random() * 3.4);
    return <g key={i}>{Array.from({ length: count }, (_, k) => tree(x + k * 7 * unit, second(x + k * 7 * unit) + 2 * unit, between(2.6, 5) * unit, `${i}-${k}`))}</g>;
  });

  const clouds = Array.from({ length: 2 + Math.floor(random() * 2) }, (_, i) => {
    const w = between(46, 86) * unit;
    const x = between(0.04, 0.55) * W;
    const y = H * between(0.08, 0.24);
    return <path key={i} d={`M${n1(x)} ${n1(y)}h${n1(w)}a${n1(2.6 * unit)} ${n1(2.6 * unit)} 0 0 1 0 ${n1(5.2 * unit)}h${n1(-w * 0.26)}h${n1(w * 0.2)}a${n1(2.6 * unit)} ${n1(2.6 * unit)} 0 0 1 0 ${n1(5.2 * unit)}h${n1(-w * 0.72)}a${n1(2.6 * unit)} ${n1(2.6 * unit)} 0 0 1 0 ${n1(-5.2 * unit)}h${n1(-w * 0.22)}a${n1(2.6 * unit)} ${n1(2.6 * unit)} 0 0 1 0 ${n1(-5.2 * unit)}Z`} />;
  });

  const barnX = W * between(0.3, 0.62);
  const barnY = top(barnX) + 3 * unit;
  const silo = kind === "dairy" || random() < 0.3;
  const barn = (
    <g>
      {[0, 1, 2].map((i) => (
        <ellipse key={i} cx={n1(barnX - (17 - i * 5.4) * unit)} cy={n1(barnY - (9 + (i % 2) * 1.5) * unit)} rx={n1(2.5 * unit)} ry={n1((10 + (i % 2) * 2) * unit)} fill={i === 1 ? c.tree2 : c.tree1} />
      ))}
      {silo && <path d={`M${n1(barnX + 14 * unit)} ${n1(barnY)}v${n1(-15 * unit)}a${n1(3 * unit)} ${n1(3 * unit)} 0 0 1 ${n1(6 * unit)} 0v${n1(15 * unit)}Z`} fill={c.far1} stroke={c.seam} strokeWidth={n1(0.6 * unit)} />}
      <path d={`M${n1(barnX)} ${n1(barnY)}v${n1(-9 * unit)}l${n1(2.4 * unit)} ${n1(-4.6 * unit)}l${n1(4 * unit)} ${n1(-2 * unit)}l${n1(4 * unit)} ${n1(2 * unit)}l${n1(2.4 * unit)} ${n1(4.6 * unit)}v${n1(9 * unit)}Z`} fill={c.barn} />
      <path d={`M${n1(barnX - unit)} ${n1(barnY - 8.4 * unit)}l${n1(3.2 * unit)} ${n1(-5.6 * unit)}l${n1(4.2 * unit)} ${n1(-2.2 * unit)}l${n1(4.2 * unit)} ${n1(2.2 * unit)}l${n1(3.2 * unit)} ${n1(5.6 * unit)}`} fill="none" stroke={c.roof} strokeWidth={n1(1.7 * unit)} />
      <rect x={n1(barnX + 4.2 * unit)} y={n1(barnY - 6.6 * unit)} width={n1(4.4 * unit)} height={n1(6.6 * unit)} fill={c.roof} />
    </g>
  );

  return (
    <svg xmlns="http://www.w3.org/2000/svg" viewBox={`0 0 ${W} ${H}`} preserveAspectRatio="xMidYMax slice">
      <rect width={W} height={H} fill={c.sky} />
      <g fill={c.halo}>
        <circle cx={n1(sunX)} cy={n1(sunY)} r={n1(sunR * 2.9)} opacity=".22" />
        <circle cx={n1(sunX)} cy={n1(sunY)} r={n1(sunR * 1.95)} opacity=".26" />
      </g>
      <circle cx={n1(sunX)} cy={n1(sunY)} r={n1(sunR)} fill={c.sun} />
      <g fill={c.cloud} opacity={season === "winter" ? 0.9 : 0.66}>{clouds}</g>
      <path d={below(far)} fill={c.far1} />
      <path
        d={Array.from({ length: Math.round((W / unit / 480) * 9) }, () => {
          const x = between(0, W * 0.94);
          const y = far(x) + between(5, 15) * unit;
          return `M${n1(x)} ${n1(y)}l${n1(between(10, 34) * unit)} ${n1(between(-1.4, 1.4) * unit)}`;
        }).join("")}
        stroke={c.far2}
        strokeWidth={n1(0.9 * unit)}
        strokeLinecap="round"
      />
      <path d={below(second)} fill={c.far2} />
      {hedges}
      {strips.map((strip, i) => (
        <g key={i}>
          <path d={below(strip.curve)} fill={strip.fill} stroke={c.seam} strokeWidth={n1(1 * unit)} />
          {i % 2 === 1 && [0.3, 0.62].map((share) => {
            const next = strips[i + 1]?.curve ?? front;
            return <path key={share} d={line((x) => strip.curve(x) + (next(x) - strip.curve(x)) * share)} fill="none" stroke={c.seam} strokeOpacity=".5" strokeWidth={n1(0.7 * unit)} strokeDasharray={`${n1(4 * unit)} ${n1(2.6 * unit)}`} />;
          })}
          {i === 0 && barn}
        </g>
      ))}
      <Foreground {...{ c, kind, W, H, unit, front, below, between, random, tree, season }} furrow={furrow} />
      {crate && <Crate x={W * 0.5} y={H * 0.8} unit={unit} />}
    </svg>
  );
}

interface ForegroundProps {
  c: Colours;
  kind: LandKind;
  W: number;
  H: number;
  unit: number;
  front: Curve;
  season: Season;
  furrow?: number;
  below: (curve: Curve) => string;
  between: (a: number, b: number) => number;
  random: () => number;
  tree: (x: number, y: number, r: number, key: string) => React.ReactNode;
}

function Foreground({ c, kind, W, H, unit, front, below, between, random, tree, season, furrow }: ForegroundProps) {
  const planted = kind !== "dairy" && kind !== "hives";
  const vanishX = W * (furrow ?? between(0.36, 0.62));
  const vanishY = front(vanishX) - 34 * unit;
  const spread = kind === "greens" ? 46 * unit : 74 * unit;
  const count = Math.ceil(W / spread) + 12;
  // A row is the wedge between two rays from the vanishing point, seen below the front ridge.
  const at = (ray: number, y: number) => vanishX + ((ray * spread) / (H - vanishY)) * (y - vanishY);
  const rows = Array.from({ length: count }, (_, i) => i - Math.floor(count / 2));
  const clip = `f${hash(`${kind}${W}${H}${n1(vanishX)}${n1(vanishY)}`).toString(36)}`;

  const tufts: React.ReactNode[] = [];
  if (kind === "rows" || kind === "greens") {
    rows.forEach((ray) => {
      if (ray % 2 !== 0) return;
      for (let k = 0; k < 6; k++) {
        const y = front(vanishX) + (H - front(vanishX)) * Math.pow((k + between(0.3, 0.9)) / 6, 1.35);
        const x = at(ray + 0.5, y);
        if (x < -20 || x > W + 20 || y < front(x) + 4 * unit) continue;
        const s = (0.25 + ((y - front(vanishX)) / (H - front(vanishX))) * 0.95) * unit * (kind === "greens" ? 0.8 : 1.1);
        tufts.push(<path key={`${ray}-${k}`} transform={`translate(${n1(x)} ${n1(y)}) scale(${Math.round(s * 100) / 100})`} d="M0 4C-9 2-13-4-14-10C-8-8-4-4-2-1C-6-8-5-15-2-20C1-15 3-8 1-1C4-5 9-8 14-10C13-4 9 2 0 4Z" />);
      }
    });
  }

  return (
    <g>
      <clipPath id={clip}><path d={below(front)} /></clipPath>
      <path d={below(front)} fill={planted && kind !== "orchard" && kind !== "woods" ? c.row2 : kind === "woods" ? c.strip5 : c.grass} stroke={c.seam} strokeWidth={n1(unit)} />
      <g clipPath={`url(#${clip})`}>
        {planted && kind !== "woods" && rows.map((ray) => (
          <path key={ray} d={`M${n1(vanishX)} ${n1(vanishY)}L${n1(at(ray, H))} ${H}L${n1(at(ray + 1, H))} ${H}Z`} fill={kind === "orchard" ? (ray % 2 ? c.grass : c.strip2) : ray % 2 ? c.row1 : c.row2} stroke={c.seam} strokeOpacity=".7" strokeWidth={n1(0.8 * unit)} />
        ))}
        {furrow !== undefined && <path d={`M${n1(vanishX)} ${n1(front(vanishX) - 8 * unit)}L${n1(vanishX - 3 * unit)} ${H}h${n1(6 * unit)}Z`} fill="#F2B63C" />}
        <g fill={season === "winter" ? c.tree1 : c.tree3}>{tufts}</g>
        {(kind === "dairy" || kind === "hives") && (
          <path d={Array.from({ length: 26 }, () => { const x = between(0, W); const y = between(front(x) + 6 * unit, H); return `M${n1(x)} ${n1(y)}h${n1(between(6, 20) * unit)}`; }).join("")} stroke={c.strip5} strokeOpacity=".6" strokeWidth={n1(0.9 * unit)} />
        )}
      </g>
      {kind === "orchard" && rows.flatMap((ray) => ray % 2 ? [] : [0.3, 0.62, 1.02].map((share, k) => {
        const y = front(vanishX) + (H - front(vanishX)) * share;
        const x = at(ray + 0.5, y);
        return x < -20 || x > W + 20 ? null : tree(x, y, (3.5 + share * 8.5) * unit, `${ray}-${k}`);
      }))}
      {kind === "woods" && Array.from({ length: Math.round((W / unit / 480) * 15) }, (_, i) => i).map((i) => {
        const x = ((i + between(0.2, 0.8)) / Math.round((W / unit / 480) * 15)) * W;
        const h = between(34, 70) * unit;
        const y = between(front(x) + 8 * unit, H - 6 * unit);
        return (
          <g key={i}>
            <path d={`M${n1(x)} ${n1(y)}v${n1(6 * unit)}`} stroke={c.roof} strokeWidth={n1(2.4 * unit)} />
            <path d={`M${n1(x)} ${n1(y - h)}l${n1(h * 0.2)} ${n1(h * 0.38)}h${n1(-h * 0.08)}l${n1(h * 0.16)} ${n1(h * 0.32)}h${n1(-h * 0.08)}l${n1(h * 0.14)} ${n1(h * 0.3)}h${n1(-h * 0.68)}l${n1(h * 0.14)} ${n1(-h * 0.3)}h${n1(-h * 0.08)}l${n1(h * 0.16)} ${n1(-h * 0.32)}h${n1(-h * 0.08)}Z`} fill={i % 3 === 1 ? c.tree3 : c.tree1} stroke={c.seam} strokeOpacity=".25" strokeWidth={n1(0.6 * unit)} />
          </g>
        );
      })}
      {kind === "hoop" && [0.16, 0.48, 0.8].map((share) => {
        const x = W * share;
        const y = front(x) + 20 * unit;
        const w = 52 * unit;
        return (
          <g key={share} stroke={c.row1} strokeWidth={n1(0.8 * unit)}>
            <path d={`M${n1(x - w / 2)} ${n1(y)}v${n1(-14 * unit)}a${n1(w / 2)} ${n1(24 * unit)} 0 0 1 ${n1(w)} 0v${n1(14 * unit)}Z`} fill={c.seam} />
            <path d={[-0.25, 0, 0.25].map((k) => `M${n1(x + k * w)} ${n1(y)}v${n1((k === 0 ? -37 : -34) * unit)}`).join("")} fill="none" strokeOpacity=".35" />
            <rect x={n1(x - 6 * unit)} y={n1(y - 17 * unit)} width={n1(12 * unit)} height={n1(17 * unit)} fill={c.far1} />
          </g>
        );
      })}
      {kind === "dairy" && Array.from({ length: 5 }, (_, i) => {
        const x = W * ((i + between(0.25, 0.75)) / 5);
        const y = between(front(x) + 18 * unit, H - 12 * unit);
        const s = unit * (0.7 + ((y - front(x)) / (H - front(x))) * 0.5);
        const dark = random() < 0.35;
        return (
          <g key={i} transform={`translate(${n1(x)} ${n1(y)}) scale(${Math.round(s * 100) / 100})`}>
            <path d="M-11-8h17l4-3 4 1 1 4-3 1-2 3v6h-2v-4h-10v4h-2v-5l-3-2-1-2Z" fill={dark ? c.roof : c.seam} />
            <path d="M-6-8h6l-1 4-4 0ZM4-6l3-2 1 4-3 1Z" fill={dark ? c.seam : c.roof} />
          </g>
        );
      })}
      {kind === "hives" && Array.from({ length: 6 }, (_, i) => {
        const x = W * ((i + between(0.25, 0.75)) / 6);
        const y = between(front(x) + 20 * unit, H - 10 * unit);
        const s = unit * (0.75 + ((y - front(x)) / (H - front(x))) * 0.4);
        return (
          <g key={i} transform={`translate(${n1(x)} ${n1(y)}) scale(${Math.round(s * 100) / 100})`}>
            <rect x="-7" y="-14" width="14" height="14" fill={i % 2 ? c.seam : c.strip1} />
            <path d="M-8-15h16M-7-7h14" stroke={c.roof} strokeWidth="1.6" />
            <rect x="-3" y="-3.4" width="6" height="1.6" fill={c.roof} />
          </g>
        );
      })}
    </g>
  );
}

function Crate({ x, y, unit }: { x: number; y: number; unit: number }) {
  return (
    <g transform={`translate(${n1(x)} ${n1(y)}) scale(${n1(unit * 10) / 10})`}>
      <path d="M-58-26h116v44h-116Z" fill="#C98B4A" />
      <path d="M-58-11h116M-58 4h116" stroke="#8A5A34" strokeWidth="2.4" />
      <path d="M-58-26h12v44h-12ZM46-26h12v44h-12Z" fill="#A86F38" />
    </g>
  );
}

// The tower's charts, drawn on the server: a name stands at its line, limits are dashed, colour is never alone.
import { axis, logAt, path, type Point } from "./charts";

const tones = { leaf: ["stroke-chart-1", "fill-chart-1"], sky: ["stroke-chart-3", "fill-chart-3"], amber: ["stroke-chart-2", "fill-chart-2"], danger: ["stroke-danger", "fill-danger"] } as const;
export type ChartTone = keyof typeof tones;

/** The way of a figure, ending in a point that is now. Decoration: its figure stands beside it. */
export function Sparkline({ values, tone = "leaf" }: { values: readonly (number | undefined)[]; tone?: ChartTone }) {
  const known = values.map((value, i) => [i, value] as const).filter((pair): pair is readonly [number, number] => pair[1] !== undefined);
  const [w, h] = [132, 34];
  if (known.length < 2) return <svg viewBox={`0 0 ${w} ${h}`} className="h-8.5 w-33" aria-hidden><path d={`M2 ${h - 6}H${w - 4}`} className="stroke-line" strokeWidth="1.2" strokeDasharray="2 4" /></svg>;
  const most = Math.max(...known.map(([, v]) => v));
  const least = Math.min(...known.map(([, v]) => v));
  const points = known.map(([i, v]): Point => ({ x: 2 + (i / (values.length - 1)) * (w - 10), y: most === least ? h / 2 : h - 5 - ((v - least) / (most - least)) * (h - 10) }));
  const end = points.at(-1);
  return (
    <svg viewBox={`0 0 ${w} ${h}`} className="h-8.5 w-33" aria-hidden>
      <path d={path(points)} fill="none" className={tones[tone][0]} strokeWidth="1.6" strokeLinejoin="round" />
      {end && <circle cx={end.x} cy={end.y} r="3" className={tones[tone][1]} />}
    </svg>
  );
}

interface LineProps {
  label: string;
  now: readonly number[];
  before: readonly number[];
  /** Words below the axis, evenly from the first to the last moment. */
  ticks: readonly string[];
  peak: (value: string) => string;
  nowWord: (value: string) => string;
  beforeWord: string;
  format: (value: number) => string;
}

function Lines({ label, now, before, ticks, peak, nowWord, beforeWord, format, w, h, className }: LineProps & { w: number; h: number; className: string }) {
  const [left, right, top, bottom] = [34, 84, 16, 26];
  const most = Math.max(...now, ...before, 0.2);
  const levels = axis(most);
  const ceiling = levels.at(-1) ?? most;
  const place = (values: readonly number[]) => values.map((v, i): Point => ({ x: left + (i / Math.max(1, values.length - 1)) * (w - left - right), y: h - bottom - (v / ceiling) * (h - top - bottom) }));
  const [points, old] = [place(now), place(before)];
  const end = points.at(-1);
  const highest = Math.max(...now);
  const at = now.indexOf(highest);
  const top1 = points[at];
  const oldEnd = old.at(-1);
  const close = end && oldEnd && Math.abs(end.y - oldEnd.y) < 18;
  return (
    <svg viewBox={`0 0 ${w} ${h}`} className={className} role="img" aria-label={label}>
      {levels.map((level) => {
        const y = h - bottom - (level / ceiling) * (h - top - bottom);
        return <g key={level}><path d={`M${left} ${y}H${w - right}`} className="stroke-hair" /><text x={left - 8} y={y + 4} textAnchor="end" className="fill-muted text-2xs">{format(level)}</text></g>;
      })}
      {/* On a phone every other one: "12:09 AM" needs its room, and the outer two grow inwards. */}
      {ticks.map((tick, i) => i % ((w - left - right) / (ticks.length - 1) < 72 ? 2 : 1) === 0 && <text key={i} x={left + (i / (ticks.length - 1)) * (w - left - right)} y={h - 6} textAnchor={i === 0 ? "start" : i === ticks.length - 1 ? "end" : "middle"} className="fill-muted text-2xs">{tick}</text>)}
      {before.some((v) => v > 0) && oldEnd && <>
        <path d={path(old)} fill="none" className="stroke-line" strokeWidth="1.2" strokeDasharray="3 3" />
        <text x={oldEnd.x + 9} y={close ? (end.y < oldEnd.y ? oldEnd.y + 14 : oldEnd.y - 8) : oldEnd.y + 4} className="fill-muted text-2xs">{beforeWord}</text>
      </>}
      <path d={path(points)} fill="none" className="stroke-chart-1" strokeWidth="1.8" strokeLinejoin="round" />
      {end && <><circle cx={end.x} cy={end.y} r="3.6" className="fill-chart-1" /><text x={end.x + 9} y={end.y + 4} className="fill-ink text-2xs font-semibold">{nowWord(format(now.at(-1) ?? 0))}</text></>}
      {top1 && highest > 0 && at < now.length - 3 && <text x={Math.min(Math.max(top1.x, left + 30), w - right - 30)} y={top1.y - 7} textAnchor="middle" className="fill-ink text-2xs font-semibold">{peak(format(highest))}</text>}
    </svg>
  );
}

/** Twice: letters keep their size on a phone. */
export function LineChart(props: LineProps) {
  return <><Lines {...props} w={780} h={236} className="hidden h-auto w-full md:block" /><Lines {...props} w={360} h={200} className="h-auto w-full md:hidden" /></>;
}

export interface Span { name: string; p50?: number; p95?: number; p99?: number }

/** Median, 95th and 99th of a hundred on a logarithmic scale of milliseconds, the promise dashed. */
export function SpanChart({ spans, limit, label, words }: { spans: readonly Span[]; limit: number; label: string; words: { p50: string; p95: string; p99: string } }) {
  const [w, left, right, row, top] = [380, 104, 28, 35, 12];
  const [low, high] = [0.1, 1000];
  const h = top + spans.length * row + 44;
  const x = (value: number) => left + logAt(value, low, high) * (w - left - right);
  const foot = top + spans.length * row;
  return (
    <>
      <svg viewBox={`0 0 ${w} ${h - 22}`} className="h-auto w-full max-w-[30rem]" role="img" aria-label={label}>
        {[0.1, 1, 10, 100].map((tick) => <g key={tick}><path d={`M${x(tick)} ${top}V${foot}`} className="stroke-hair" /><text x={x(tick)} y={foot + 17} textAnchor="middle" className="fill-muted text-2xs">{tick}</text></g>)}
        <path d={`M${x(limit)} ${top - 6}V${foot}`} className="stroke-danger" strokeWidth="1.6" strokeDasharray="4 3" />
        <text x={x(limit)} y={foot + 17} textAnchor="middle" className="fill-danger text-2xs font-semibold">{limit} ms</text>
        {spans.map((span, i) => {
          const y = top + row * (i + 0.5);
          return (
            <g key={span.name}>
              <text x="0" y={y + 4.5} className="fill-ink text-sm">{span.name}</text>
              {span.p50 === undefined || span.p95 === undefined || span.p99 === undefined ? <path d={`M${left + 4} ${y}H${w - right}`} className="stroke-line" strokeDasharray="2 5" /> : (
                <>
                  <path d={`M${x(span.p50)} ${y}H${x(span.p99)}`} className="stroke-line" strokeWidth="2" />
                  <path d={`M${x(span.p50)} ${y - 6}v12`} className="stroke-chart-3" strokeWidth="2" />
                  <path d={`M${x(span.p99)} ${y - 6}v12`} className="stroke-chart-2" strokeWidth="2" />
                  <circle cx={x(span.p95)} cy={y} r="5" className="fill-chart-1" />
                </>
              )}
            </g>
          );
        })}
      </svg>
      <p aria-hidden className="mt-1 flex gap-4 text-xs text-muted">
        <span className="inline-flex items-center gap-1.5"><svg viewBox="0 0 4 12" className="h-3 w-1"><path d="M2 0v12" className="stroke-chart-3" strokeWidth="2" /></svg>{words.p50}</span>
        <span className="inline-flex items-center gap-1.5"><svg viewBox="0 0 10 10" className="size-2.5"><circle cx="5" cy="5" r="5" className="fill-chart-1" /></svg>{words.p95}</span>
        <span className="inline-flex items-center gap-1.5"><svg viewBox="0 0 4 12" className="h-3 w-1"><path d="M2 0v12" className="stroke-chart-2" strokeWidth="2" /></svg>{words.p99}</span>
      </p>
    </>
  );
}

/** Bars between bounds, the last one amber where the slowest hundredth lies. */
export function Bars({ counts, marks, at, note, label }: { counts: readonly number[]; marks: readonly string[]; at?: number; note?: string; label: string }) {
  const [w, h, foot] = [340, 176, 24];
  const most = Math.max(...counts, 1);
  const step = w / counts.length;
  const place = at === undefined ? undefined : at * step;
  const heightOf = (count: number) => (count === 0 ? 0 : Math.max(2, (count / most) * (h - foot - 40)));
  // The note stands above the bars that it would cross.
  const near = place === undefined ? 0 : Math.max(...counts.filter((_, i) => (i + 1) * step > place - 70 && i * step < place + 40).map(heightOf));
  return (
    <svg viewBox={`0 0 ${w} ${h}`} className="h-auto w-full max-w-[26rem]" role="img" aria-label={label}>
      {counts.map((count, i) => {
        const height = heightOf(count);
        return <rect key={i} x={i * step + 1} y={h - foot - height} width={step - 2} height={height} className={at !== undefined && i >= Math.floor(at) ? "fill-chart-2" : "fill-chart-1"} />;
      })}
      <path d={`M0 ${h - foot}H${w}`} className="stroke-line" />
      {marks.map((mark, i) => mark && <text key={i} x={i * step} y={h - 7} textAnchor={i === 0 ? "start" : i === marks.length - 1 ? "end" : "middle"} className="fill-muted text-2xs">{mark}</text>)}
      {place !== undefined && note && <><path d={`M${place} ${h - foot - near - 14}V${h - foot - heightOf(counts[Math.floor(at ?? 0)] ?? 0) - 3}`} className="stroke-line" /><text x={Math.min(place + 4, w - 4)} y={h - foot - near - 20} textAnchor={place > w * 0.66 ? "end" : "middle"} className="fill-ink text-2xs font-semibold">{note}</text></>}
    </svg>
  );
}

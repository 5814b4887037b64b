// Small drawings that stand beside the words of a record. All widths are in the drawing: no style attributes.

const at = (from: number, to: number, value: number) => Math.max(0, Math.min(1, (value - from) / Math.max(1, to - from)));
const days = (day: string) => Math.round(Date.parse(`${day}T00:00:00Z`) / 86_400_000);

/** From the day a certificate began to the day it ends, with the harvest and today on it. */
export function ValidityBar({ from, to, marks, expired, label }: { from: string; to: string; marks: { day: string; name: string }[]; expired: boolean; label: string }) {
  const [a, b] = [days(from), days(to)];
  return (
    <svg viewBox="0 0 468 44" role="img" aria-label={label} className="w-full overflow-visible text-xs">
      <rect x="1" y="24" width="466" height="14" rx="3" strokeWidth="1.5" className={expired ? "fill-danger-wash stroke-danger" : "fill-leaf-wash stroke-leaf"} />
      {marks.map((mark, i) => {
        const x = 1 + 466 * at(a, b, days(mark.day));
        const end = i === marks.length - 1;
        return (
          <g key={mark.name}>
            <path d={`M${x.toFixed(1)} 19v24`} strokeWidth="2" className="stroke-ink" />
            <text x={x.toFixed(1)} y="13" textAnchor={marks.length > 1 && !end ? "end" : x < 40 ? "start" : x > 428 ? "end" : "start"} dx={marks.length > 1 && !end ? -3 : 3} className="fill-ink font-medium">{mark.name}</text>
          </g>
        );
      })}
    </svg>
  );
}

/** One cell a day (or a few days) over the keeping time: gone, left. */
export function AgeStrip({ from, to, today, label }: { from: string; to: string; today: string; label: string }) {
  const length = Math.max(1, days(to) - days(from));
  const cells = Math.min(28, length);
  const gone = Math.round(cells * at(days(from), days(to), days(today)));
  const width = 468 / cells;
  return (
    <svg viewBox="0 0 468 16" role="img" aria-label={label} className="w-full">
      {Array.from({ length: cells }, (_, i) => <rect key={i} x={(i * width + 0.75).toFixed(1)} width={(width - 1.5).toFixed(1)} height="16" rx="2.5" className={i < gone ? "fill-leaf-strong" : "fill-sunken"} />)}
    </svg>
  );
}

export interface QrShape {
  /** Modules a side. */
  size: number;
  /** SVG path through the dark ones, a stroke one module wide along each row. */
  path: string;
}

/** A code that is already worked out (ui/qr.tsx), always dark on white. */
export function QrPicture({ size, path, label, className = "" }: QrShape & { label: string; className?: string }) {
  return (
    <svg viewBox={`-3 -3.5 ${size + 6} ${size + 6}`} {...(label ? { role: "img", "aria-label": label } : { "aria-hidden": true })} shapeRendering="crispEdges" className={className}>
      <rect x="-3" y="-3.5" width={size + 6} height={size + 6} fill="#fff" />
      <path d={path} stroke="#111" />
    </svg>
  );
}

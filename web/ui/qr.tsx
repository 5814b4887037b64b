import QRCode from "qrcode";

/** Level M, always dark on white. */
export function Qr({ text, label, className = "" }: { text: string; label: string; className?: string }) {
  const { modules } = QRCode.create(text, { errorCorrectionLevel: "M" });
  let path = "";
  for (let y = 0; y < modules.size; y++) {
    for (let x = 0; x < modules.size; x++) {
      if (!modules.get(y, x)) continue;
      let run = 1;
      while (x + run < modules.size && modules.get(y, x + run)) run++;
      path += `M${x} ${y}h${run}v1h-${run}z`;
      x += run;
    }
  }
  return (
    <svg viewBox={`-3 -3 ${modules.size + 6} ${modules.size + 6}`} {...(label ? { role: "img", "aria-label": label } : { "aria-hidden": true })} shapeRendering="crispEdges" className={className}>
      <rect x="-3" y="-3" width={modules.size + 6} height={modules.size + 6} fill="#fff" />
      <path d={path} fill="#111" />
    </svg>
  );
}

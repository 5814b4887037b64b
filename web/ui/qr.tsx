import QRCode from "qrcode";
import { QrPicture, type QrShape } from "./qr_picture";

/** Level M. For the server: the encoder is no browser's to load. */
export function qrShape(text: string): QrShape {
  const { modules } = QRCode.create(text, { errorCorrectionLevel: "M" });
  let path = "";
  for (let y = 0; y < modules.size; y++) {
    for (let x = 0; x < modules.size; x++) {
      if (!modules.get(y, x)) continue;
      let run = 1;
      while (x + run < modules.size && modules.get(y, x + run)) run++;
      path += `M${x} ${y}h${run}`;
      x += run;
    }
  }
  return { size: modules.size, path };
}

export function Qr({ text, label, className = "" }: { text: string; label: string; className?: string }) {
  return <QrPicture {...qrShape(text)} label={label} className={className} />;
}

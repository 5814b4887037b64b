import type { Ground } from "./produce";

interface Props {
  picture: string;
  ground: Ground;
  /** card: 5:4 with a 132 px picture; thumb: 72 by 64; tile: 40 px square; gallery: fills its frame. */
  size?: "card" | "thumb" | "tile" | "gallery";
  /** A photograph of the farm's own takes the picture's place on the same ground. */
  photo?: { url: string; alt: string };
  muted?: boolean;
  eager?: boolean;
  className?: string;
}

const shape = {
  card: { frame: "aspect-[5/4] rounded-card", item: "h-[58%] w-auto max-w-[70%] aspect-square", shadow: "top-[75%] h-[9%] w-[46%]", px: 160 },
  thumb: { frame: "h-16 w-[4.5rem] rounded-control", item: "size-10", shadow: "top-[76%] h-[14%] w-[46%]", px: 160 },
  tile: { frame: "size-10 rounded-control", item: "size-7", shadow: "top-[78%] h-[12%] w-[56%]", px: 160 },
  gallery: { frame: "aspect-[5/4] rounded-poster md:aspect-[6/5]", item: "size-[64%] max-h-[20.5rem] max-w-[20.5rem] object-contain", shadow: "top-[80%] h-[8%] w-[50%]", px: 256 },
} as const;

/** A product's picture on the ground of its family. Decoration beside a name, so its alternative text is empty. */
export function ProduceGround({ picture, ground, size = "card", photo, muted, eager, className = "" }: Props) {
  const s = shape[size];
  return (
    <div className={`ground ground-${ground} ${s.frame} ${muted ? "opacity-55" : ""} ${className}`}>
      {photo ? (
        <img src={photo.url} alt={photo.alt} loading={eager ? "eager" : "lazy"} className="absolute inset-0 size-full object-cover" />
      ) : (
        <>
          <span className={`ground-shadow ${s.shadow}`} />
          <img src={`/produce/${picture}-${s.px}.webp`} alt="" width={s.px} height={s.px} loading={eager ? "eager" : "lazy"} decoding="async" fetchPriority={eager ? "high" : undefined} className={`ground-item ${s.item}`} />
        </>
      )}
    </div>
  );
}

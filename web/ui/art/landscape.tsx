import { pictureAddress } from "./address";
import type { LandscapeShape } from "./draw_landscape";

interface Props extends Omit<LandscapeShape, "night"> {
  /** "always": also where the page is light. */
  night?: "by-theme" | "always";
  label?: string;
  eager?: boolean;
  className?: string;
}

/** A farm's picture, by day and, in the dark theme, by night. Only the one that is seen is fetched, unless it is eager. */
export function Landscape({ night = "by-theme", label = "", eager, className = "", ...shape }: Props) {
  const common = { width: shape.width ?? 480, height: shape.height ?? 310, loading: eager ? "eager" : "lazy", decoding: "async" } as const;
  if (night === "always") return <img {...common} alt={label} src={pictureAddress({ ...shape, night: true })} className={`object-cover object-bottom ${className}`} />;
  return (
    <>
      <img {...common} alt={label} src={pictureAddress(shape)} className={`object-cover object-bottom dark:hidden ${className}`} />
      <img {...common} alt={label} src={pictureAddress({ ...shape, night: true })} className={`hidden object-cover object-bottom dark:block ${className}`} />
    </>
  );
}

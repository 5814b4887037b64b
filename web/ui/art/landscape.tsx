import { pictureAddress } from "./address";
import type { LandscapeShape } from "./draw_landscape";

interface Props extends Omit<LandscapeShape, "night"> {
  /** "always": also where the page is light. */
  night?: "by-theme" | "always";
  label?: string;
  eager?: boolean;
  className?: string;
}

/**
 * A farm's picture, by day and, in the dark theme, by night. Only the one that is seen is fetched; an eager one is the page's first
 * sight and fetched before anything else, its night only where it is night, for the page does not know the theme when it is made.
 */
export function Landscape({ night = "by-theme", label = "", eager, className = "", ...shape }: Props) {
  const lazy = { width: shape.width ?? 480, height: shape.height ?? 310, loading: "lazy", decoding: "async" } as const;
  const common = eager ? ({ ...lazy, loading: "eager", fetchPriority: "high" } as const) : lazy;
  if (night === "always") return <img {...common} alt={label} src={pictureAddress({ ...shape, night: true })} className={`object-cover object-bottom ${className}`} />;
  return (
    <>
      <img {...common} alt={label} src={pictureAddress(shape)} className={`object-cover object-bottom dark:hidden ${className}`} />
      <img {...lazy} alt={label} src={pictureAddress({ ...shape, night: true })} className={`hidden object-cover object-bottom dark:block ${className}`} />
    </>
  );
}

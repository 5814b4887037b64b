// lucide, at the stroke of the design. Icons are decoration beside words; a control that has only an icon names itself.
import type { LucideIcon } from "lucide-react";
import type { ReactElement, Ref } from "react";

interface Drawing {
  node: [tag: string, attributes: Record<string, string | number>][];
}
/** What lucide's components are: they hand a drawing to a client component of its own, which every icon of a page would have to start. */
interface Glyph {
  render: (props: object, ref: Ref<SVGSVGElement>) => ReactElement<{ icon: Drawing }>;
}

/** What stands inside the `<svg>`. */
export function drawn(icon: LucideIcon): string {
  const { node } = (icon as unknown as Glyph).render({}, null).props.icon;
  return node.map(([tag, attributes]) => `<${tag}${Object.entries(attributes).filter(([name]) => name !== "key").map(([name, value]) => ` ${name}="${value}"`).join("")}/>`).join("");
}

export function Icon({ of, size = 18, className = "" }: { of: LucideIcon; size?: number; className?: string }) {
  // eslint-disable-next-line react/no-danger -- lucide's own drawing, as text: nothing in it for React to hydrate
  return <svg viewBox="0 0 24 24" width={size} height={size} strokeWidth={size > 22 ? 1.6 : 1.8} aria-hidden className={`icon shrink-0 ${className}`} dangerouslySetInnerHTML={{ __html: drawn(of) }} />;
}

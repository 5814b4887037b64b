import { Fragment, isValidElement, type ReactNode } from "react";

const kept = new Set(["viewBox", "preserveAspectRatio", "clipPathUnits"]);
const escape = (text: string) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/"/g, "&quot;");

/** A tree of plain SVG elements as text. React's own writer is not at hand where server components run. */
export function svgText(node: ReactNode): string {
  if (node === null || node === undefined || typeof node === "boolean") return "";
  if (typeof node === "string" || typeof node === "number") return escape(String(node));
  if (Array.isArray(node)) return node.map(svgText).join("");
  if (!isValidElement<Record<string, unknown>>(node)) return "";
  const { type, props } = node;
  if (type === Fragment) return svgText(props.children as ReactNode);
  if (typeof type === "function") return svgText((type as (given: unknown) => ReactNode)(props));
  const attributes = Object.entries(props)
    .filter(([name, value]) => name !== "children" && value !== undefined && value !== null && value !== false)
    .map(([name, value]) => ` ${kept.has(name) ? name : name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}="${escape(String(value))}"`)
    .join("");
  const children = svgText(props.children as ReactNode);
  return children ? `<${String(type)}${attributes}>${children}</${String(type)}>` : `<${String(type)}${attributes}/>`;
}

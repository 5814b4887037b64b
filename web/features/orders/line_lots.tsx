import { product } from "@/features/product/data";
import { getT } from "@/lib/i18n";
import { Link } from "@/ui/link";
import type { Order } from "./data";

/** The codes on the crates of a line, each with the way to its record while the product's page has it. */
export async function LineLots({ line }: { line: Order["lines"][number] }) {
  const t = await getT("orders");
  const codes = line.lot_codes ?? [];
  if (codes.length === 0) return null;
  // The page is good without the product's: one that is gone, or does not answer now, is no record.
  const shown = line.slug ? await product(line.slug).catch(() => undefined) : undefined;
  const records = new Set(shown?.variants.flatMap((variant) => variant.lots.map((lot) => lot.lot_code)));
  return (
    <span className="block font-mono text-xs [overflow-wrap:anywhere]">
      {codes.map((code, i) => (
        <span key={code}>{i > 0 && ", "}{records.has(code) ? <Link href={`/products/${line.slug}?lot=${encodeURIComponent(code)}#provenance`} aria-label={t("recordOf", { code })} className="text-leaf underline underline-offset-4">{code}</Link> : code}</span>
      ))}
    </span>
  );
}

import { ArrowRight } from "lucide-react";
import { getT } from "@/lib/i18n";
import { buttonClass } from "@/ui/button";
import { Icon } from "@/ui/icon";
import { Link } from "@/ui/link";

/** The next page of a long list, and the way back to the first. `query` is what the list is narrowed to. */
export async function Pager({ path, query = {}, cursor, next }: { path: string; query?: Record<string, string | undefined>; cursor?: string; next?: string }) {
  const t = await getT("deskMore");
  if (!cursor && !next) return null;
  const hrefOf = (at?: string) => {
    const text = new URLSearchParams(Object.entries({ ...query, cursor: at }).filter((pair): pair is [string, string] => Boolean(pair[1]))).toString();
    return text ? `${path}?${text}` : path;
  };
  return (
    <nav aria-label={t("pages")} className="mt-4 flex flex-wrap gap-3">
      {cursor && <Link href={hrefOf()} className={buttonClass("secondary", "small")}>{t("firstPage")}</Link>}
      {next && <Link href={hrefOf(next)} className={buttonClass("secondary", "small")}>{t("nextPage")}<Icon of={ArrowRight} size={16} /></Link>}
    </nav>
  );
}

import { getT } from "@/lib/i18n";
import { isOurs, smallOf } from "./address";

/** Small pictures that open the large ones; what lies elsewhere is a link. */
export async function PictureLinks({ urls, className = "" }: { urls: readonly string[]; className?: string }) {
  const t = await getT("pictures");
  if (urls.length === 0) return null;
  return (
    <ul className={`flex flex-wrap items-center gap-2 ${className}`}>
      {urls.map((url, i) => (
        <li key={url}>
          <a href={url} target="_blank" rel="noreferrer" className="block font-semibold text-leaf underline-offset-4 hover:underline">
            {isOurs(url) ? <img src={smallOf(url)} alt={t("nth", { n: i + 1 })} width={88} height={70} loading="lazy" className="h-18 w-22 rounded-control bg-sunken object-cover" /> : t("nth", { n: i + 1 })}
          </a>
        </li>
      ))}
    </ul>
  );
}

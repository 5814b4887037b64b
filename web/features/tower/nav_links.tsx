"use client";
import Link from "next/link";
import { usePathname } from "next/navigation";

/** The tower's sections; the shown one is marked also after a change of page in the browser. */
export function NavLinks({ label, items }: { label: string; items: { href: string; text: string }[] }) {
  const path = usePathname().replace(/^\/en(?=\/)/, "");
  const root = items[0]?.href ?? "";
  return (
    <nav aria-label={label} className="scroll-strip -mx-4 flex gap-5 overflow-x-auto px-4 max-xl:order-last max-xl:w-[calc(100%+2rem)] md:-mx-1 md:px-1 md:max-xl:w-[calc(100%+0.5rem)]">
      {items.map(({ href, text }) => {
        const here = href === root ? path === root : path === href || path.startsWith(`${href}/`);
        return <Link key={href} href={href} prefetch={false} aria-current={here ? "page" : undefined} className="inline-flex min-h-11 shrink-0 items-center border-b-2 border-transparent font-medium text-muted hover:text-ink aria-[current]:border-leaf aria-[current]:text-ink xl:min-h-14">{text}</Link>;
      })}
    </nav>
  );
}

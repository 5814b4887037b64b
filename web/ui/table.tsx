// Tables of the desk and the tower: rows of 46 px, figures to the right; below 768 px a row becomes two lines.
import type { ComponentProps, ReactNode } from "react";

export function Table({ caption, head, children, className = "" }: { caption: ReactNode; head: ReactNode; children: ReactNode; className?: string }) {
  return (
    <div className={`overflow-x-auto ${className}`}>
      <table className="w-full border-collapse text-left">
        <caption className="sr-only">{caption}</caption>
        <thead className="text-sm text-muted">{head}</thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}

export function HeadCell({ number, className = "", ...rest }: { number?: boolean } & ComponentProps<"th">) {
  return <th scope="col" className={`border-b border-hair px-2 py-2.5 font-normal first:pl-0 last:pr-0 ${number ? "text-right" : ""} ${className}`} {...rest} />;
}

export function Row({ selected, className = "", ...rest }: { selected?: boolean } & ComponentProps<"tr">) {
  return <tr className={`h-11.5 border-b border-hair ${selected ? "bg-leaf-wash" : "hover:bg-sunken"} ${className}`} {...rest} />;
}

export function Cell({ number, className = "", ...rest }: { number?: boolean } & ComponentProps<"td">) {
  return <td className={`px-2 py-1.5 first:pl-0 last:pr-0 ${number ? "text-right" : ""} ${className}`} {...rest} />;
}

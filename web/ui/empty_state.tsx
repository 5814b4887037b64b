import type { ReactNode } from "react";

/** Nothing here, or something broke: a picture, one headline, what follows, one or two ways on. */
export function EmptyState({ art, title, children, actions, note, level = 2 }: { art?: ReactNode; title: ReactNode; children?: ReactNode; actions?: ReactNode; note?: ReactNode; level?: 1 | 2 }) {
  const Heading = level === 1 ? "h1" : "h2";
  return (
    <div className="mx-auto w-full max-w-md">
      {art && <div className="mb-6 aspect-[7/3] overflow-hidden rounded-card [&>img]:size-full">{art}</div>}
      <Heading className="display text-2xl">{title}</Heading>
      {children && <div className="mt-2 text-muted">{children}</div>}
      {actions && <div className="mt-6 flex flex-wrap items-center gap-x-4 gap-y-2">{actions}</div>}
      {note && <div className="mt-4 text-sm text-muted">{note}</div>}
    </div>
  );
}

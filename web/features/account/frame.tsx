import type { ReactNode } from "react";
import { Header } from "@/features/shell/header";
import { Landscape } from "@/ui/art/landscape";
import { seasonOf } from "@/ui/art/land";

/** The narrow page of one form, beside a picture where there is room. */
export function FormPage({ title, text, children, farm }: { title: string; text?: ReactNode; children: ReactNode; farm: string }) {
  return (
    <>
      <Header />
      <main id="content" className="page grid gap-10 pt-8 md:pt-14 lg:grid-cols-[26rem_1fr] lg:gap-20">
        <div>
          <h1 className="display text-3xl">{title}</h1>
          {text && <div className="mt-2 text-muted">{text}</div>}
          <div className="mt-7">{children}</div>
        </div>
        <div className="hidden h-[30rem] overflow-hidden rounded-poster lg:block"><Landscape name={farm} season={seasonOf(new Date())} kind="orchard" width={660} height={480} horizon={0.52} className="size-full" /></div>
      </main>
    </>
  );
}

import type { ReactNode } from "react";
import { Header } from "@/features/shell/header";

/** A page of plain text: one headline, short sections. */
export function TextPage({ title, intro, sections, here, children }: { title: string; intro?: string; sections: { title: string; text: string }[]; here?: "how"; children?: ReactNode }) {
  return (
    <>
      <Header here={here} />
      <main id="content" className="page pt-8 md:pt-14">
        <h1 className="display text-3xl md:text-[2.75rem] md:leading-12">{title}</h1>
        {intro && <p className="measure mt-3 text-lg text-muted">{intro}</p>}
        <div className="measure mt-8 grid gap-7">{sections.map((section) => <section key={section.title}><h2 className="display text-xl">{section.title}</h2><p className="mt-1.5">{section.text}</p></section>)}</div>
        {children}
      </main>
    </>
  );
}

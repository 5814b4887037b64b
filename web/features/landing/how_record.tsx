import { BadgeCheck, BookOpenCheck, CircleCheck, CircleMinus, PackageCheck, Sprout } from "lucide-react";
import { getT } from "@/lib/i18n";
import { Icon } from "@/ui/icon";

export async function HowRecord() {
  const t = await getT("shop");
  const steps = [
    [Sprout, "border-soil text-soil", "from-soil to-leaf bg-soil", t("step1Title"), t("step1Text")],
    [BadgeCheck, "border-leaf text-leaf", "bg-leaf", t("step2Title"), t("step2Text")],
    [PackageCheck, "border-leaf text-leaf", "bg-sky", t("step3Title"), t("step3Text")],
    [BookOpenCheck, "border-sky text-sky", "", t("step4Title"), t("step4Text")],
  ] as const;
  return (
    <section aria-labelledby="how" className="mt-16 bg-sunken py-14 md:mt-24 md:py-18">
      <div className="page">
        <h2 id="how" className="display text-2xl md:text-[1.75rem]">{t("howRecord")}</h2>
        <ol className="mt-8 grid md:grid-cols-4">
          {steps.map(([glyph, node, line, title, text], i) => (
            <li key={title} className="relative pb-8 pl-16 md:pt-16 md:pr-8 md:pb-0 md:pl-0">
              {i < steps.length - 1 && <span aria-hidden className={`absolute top-2 bottom-0 left-[1.25rem] w-1 md:top-[1.25rem] md:right-0 md:bottom-auto md:left-4 md:h-1 md:w-auto ${line}`} />}
              <span className={`absolute top-0 left-0 grid size-11 place-items-center rounded-full border-2 bg-surface ${node}`}><Icon of={glyph} size={20} /></span>
              <h3 className="text-lg font-semibold">{title}</h3>
              <p className="mt-1 max-w-72 text-muted">{text}</p>
            </li>
          ))}
        </ol>
        <div className="mt-6 grid gap-10 border-t border-hair pt-8 md:mt-12 md:grid-cols-2">
          <div>
            <h3 className="display text-xl">{t("proves")}</h3>
            <ul className="mt-3 grid gap-2.5">{[t("proves1"), t("proves2"), t("proves3"), t("proves4")].map((line) => <li key={line} className="flex gap-3"><Icon of={CircleCheck} className="mt-0.5 text-leaf" />{line}</li>)}</ul>
          </div>
          <div>
            <h3 className="display text-xl">{t("cannot")}</h3>
            <ul className="mt-3 grid gap-2.5">{[t("cannot1"), t("cannot2"), t("cannot3")].map((line) => <li key={line} className="flex gap-3"><Icon of={CircleMinus} className="mt-0.5 text-soil" />{line}</li>)}</ul>
          </div>
        </div>
      </div>
    </section>
  );
}

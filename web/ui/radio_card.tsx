import type { ComponentProps, ReactNode } from "react";

/** Radio cards: weight and price, delivery windows. A real radio, the card is its label. */
export function RadioCard({ title, text, className = "", disabled, ...rest }: { title: ReactNode; text?: ReactNode; className?: string } & Omit<ComponentProps<"input">, "type" | "title" | "className">) {
  return (
    <label className={`relative block rounded-control border border-line bg-surface px-3.5 py-2.5 has-checked:border-leaf has-checked:bg-leaf-wash has-checked:shadow-[inset_0_0_0_1px_var(--color-leaf)] has-disabled:cursor-default has-disabled:border-hair has-disabled:bg-sunken has-disabled:text-muted has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-focus ${className}`}>
      <input type="radio" className="absolute size-px opacity-0" disabled={disabled} {...rest} />
      <span className="block font-semibold">{title}</span>
      {text && <span className="block text-sm text-muted">{text}</span>}
    </label>
  );
}

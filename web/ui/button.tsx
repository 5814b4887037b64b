import { LoaderCircle } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";
import { Icon } from "./icon";

export type ButtonKind = "primary" | "secondary" | "quiet" | "danger" | "danger-outline";
export type ButtonSize = "small" | "medium" | "large";

const kinds: Record<ButtonKind, string> = {
  primary: "bg-leaf text-on-leaf hover:bg-leaf-strong active:bg-leaf-strong",
  secondary: "bg-surface text-ink border border-line hover:border-ink",
  quiet: "text-leaf hover:text-leaf-strong hover:underline underline-offset-4",
  danger: "bg-danger text-on-danger hover:brightness-95",
  "danger-outline": "bg-surface text-danger border border-danger hover:bg-danger-wash",
};
const sizes: Record<ButtonSize, string> = {
  small: "min-h-9 px-3 text-sm max-md:min-h-11",
  medium: "min-h-11 px-4 text-base",
  large: "min-h-13 px-5 text-lg",
};

/** The look of a button, for links that act like one. */
export function buttonClass(kind: ButtonKind = "primary", size: ButtonSize = "medium", extra = ""): string {
  return `inline-flex items-center justify-center gap-2 rounded-control font-semibold whitespace-nowrap transition-colors duration-[90ms] select-none disabled:bg-sunken disabled:text-muted disabled:border-hair ${kinds[kind]} ${sizes[size]} ${extra}`;
}

interface Props extends ComponentProps<"button"> {
  kind?: ButtonKind;
  size?: ButtonSize;
  /** What it says while it works ("Paying"); keeps its width. */
  busy?: ReactNode;
  isBusy?: boolean;
}

export function Button({ kind, size, busy, isBusy, className, children, type = "button", ...rest }: Props) {
  return (
    <button type={type} className={buttonClass(kind, size, `${isBusy ? "pointer-events-none" : ""} ${className ?? ""}`)} aria-disabled={isBusy || undefined} {...rest}>
      {isBusy ? (
        <span className="grid place-items-center">
          <span className="invisible col-start-1 row-start-1 inline-flex items-center gap-2">{children}</span>
          <span className="col-start-1 row-start-1 inline-flex items-center gap-2"><Icon of={LoaderCircle} className="spin" />{busy ?? children}</span>
        </span>
      ) : children}
    </button>
  );
}

import { CircleAlert } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";
import { Icon } from "./icon";

export const inputClass =
  "w-full min-h-11 rounded-control border border-line bg-surface px-3 text-base text-ink placeholder:text-muted focus-visible:border-focus disabled:bg-sunken disabled:text-muted aria-invalid:border-2 aria-invalid:border-danger";

interface FieldProps {
  label: ReactNode;
  name: string;
  /** Of the control; the name by default, which is enough where a page has it once. */
  id?: string;
  hint?: ReactNode;
  error?: ReactNode;
  className?: string;
}

function Around({ label, name, id = name, hint, error, className = "", children }: FieldProps & { children: ReactNode }) {
  return (
    <div className={className}>
      <label htmlFor={id} className="mb-1.5 block font-medium">{label}</label>
      {children}
      {error ? (
        <p id={`${id}-error`} className="mt-1.5 flex items-start gap-1.5 text-sm text-danger"><Icon of={CircleAlert} size={16} className="mt-px" />{error}</p>
      ) : hint ? (
        <p id={`${id}-hint`} className="mt-1.5 text-sm text-muted">{hint}</p>
      ) : null}
    </div>
  );
}

function described({ name, id = name, hint, error }: Pick<FieldProps, "name" | "id" | "hint" | "error">) {
  return { id, "aria-invalid": error ? true : undefined, "aria-describedby": error ? `${id}-error` : hint ? `${id}-hint` : undefined };
}

/** A labelled input. The error stands at the field with icon and words; the first one is focused by the form. */
export function Field({ label, name, id, hint, error, className, trailing, inputClassName = "", ...rest }: FieldProps & { trailing?: ReactNode; inputClassName?: string } & Omit<ComponentProps<"input">, "name" | "className">) {
  return (
    <Around {...{ label, name, id, hint, error, className }}>
      <div className="relative">
        <input name={name} className={`${inputClass} ${trailing ? "pr-10" : ""} ${inputClassName}`} {...described({ name, id, hint, error })} {...rest} />
        {trailing && <span className="pointer-events-none absolute inset-y-0 right-3 flex items-center text-muted">{trailing}</span>}
      </div>
    </Around>
  );
}

export function TextArea({ label, name, id, hint, error, className, ...rest }: FieldProps & Omit<ComponentProps<"textarea">, "name" | "className">) {
  return (
    <Around {...{ label, name, id, hint, error, className }}>
      <textarea name={name} rows={4} className={`${inputClass} py-2.5`} {...described({ name, id, hint, error })} {...rest} />
    </Around>
  );
}

export function Select({ label, name, id, hint, error, className, children, ...rest }: FieldProps & Omit<ComponentProps<"select">, "name" | "className">) {
  return (
    <Around {...{ label, name, id, hint, error, className }}>
      <select name={name} className={`${inputClass} pr-8`} {...described({ name, id, hint, error })} {...rest}>{children}</select>
    </Around>
  );
}

export function Checkbox({ label, className = "", ...rest }: { label: ReactNode; className?: string } & Omit<ComponentProps<"input">, "type" | "className">) {
  return (
    <label className={`flex min-h-8 items-center gap-2.5 max-md:min-h-11 ${className}`}>
      <CheckMark {...rest} />
      <span className="min-w-0 grow">{label}</span>
    </label>
  );
}

/** The box alone: a real input drawn as in the design. A list of facets has a hundred, so it is as short as it can be. */
export function CheckMark({ className = "", ...rest }: Omit<ComponentProps<"input">, "type">) {
  return (
    <span className={`check-mark ${className}`.trimEnd()}>
      <input type="checkbox" {...rest} />
      {/* eslint-disable-next-line react/no-danger -- a constant: nothing in it for React to hydrate */}
      <svg viewBox="0 0 18 18" aria-hidden dangerouslySetInnerHTML={{ __html: '<path d="M4.5 9.4l3 3 6-6.4"/>' }} />
    </span>
  );
}

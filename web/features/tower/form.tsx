"use client";
// Forms of the tower: a server action, its outcome said at the form, errors at the fields, focus on the first of them.
import { CircleAlert, CircleCheck } from "lucide-react";
import { createContext, useActionState, useContext, useEffect, useRef, type ComponentProps, type ReactNode } from "react";
import { toast } from "@/lib/toast";
import { Button, type ButtonKind, type ButtonSize } from "@/ui/button";
import { CheckMark, inputClass } from "@/ui/field";
import { Icon } from "@/ui/icon";
import type { FormAction, Outcome } from "./outcome";

const Form = createContext<{ id: string; outcome: Outcome | null; busy: boolean }>({ id: "", outcome: null, busy: false });

export function ActionForm({ id, action, hidden = {}, className = "", children }: { id: string; action: FormAction; hidden?: Record<string, string>; className?: string; children: ReactNode }) {
  const [outcome, run, busy] = useActionState(action, null);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (outcome?.ok) toast({ text: outcome.text, tone: "done" });
    else if (outcome) form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [outcome]);
  return (
    <Form value={{ id, outcome, busy }}>
      <form ref={form} id={id} action={run} className={className} noValidate>
        {Object.entries(hidden).map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />)}
        <div key={outcome?.at ?? 0} className="contents">{children}</div>
        {outcome && (
          <p role={outcome.ok ? "status" : "alert"} className={`mt-3 flex items-start gap-1.5 text-sm ${outcome.ok ? "text-leaf" : "text-danger"}`}>
            <Icon of={outcome.ok ? CircleCheck : CircleAlert} size={16} className="mt-px" />{outcome.text}
          </p>
        )}
      </form>
    </Form>
  );
}

function useField(name: string, given?: string | number) {
  const { id, outcome } = useContext(Form);
  const error = outcome && !outcome.ok ? outcome.fields[name] : undefined;
  const value = outcome && !outcome.ok && name in outcome.values ? outcome.values[name] : given;
  const key = `${id}-${name}`;
  return { key, error, value, described: (hint?: ReactNode) => ({ "aria-invalid": error ? true : undefined, "aria-describedby": error ? `${key}-error` : hint ? `${key}-hint` : undefined }) };
}

function Around({ id, label, hint, error, className = "", children }: { id: string; label: ReactNode; hint?: ReactNode; error?: string; className?: string; children: ReactNode }) {
  return (
    <div className={className}>
      <label htmlFor={id} className="mb-1.5 block font-medium">{label}</label>
      {children}
      {error ? <p id={`${id}-error`} className="mt-1.5 flex items-start gap-1.5 text-sm text-danger"><Icon of={CircleAlert} size={16} className="mt-px" />{error}</p>
        : hint ? <p id={`${id}-hint`} className="mt-1.5 text-sm text-muted">{hint}</p> : null}
    </div>
  );
}

interface Given { name: string; label: ReactNode; hint?: ReactNode; className?: string }

export function FormField({ name, label, hint, className, defaultValue, ...rest }: Given & { defaultValue?: string | number } & Omit<ComponentProps<"input">, "name" | "className" | "defaultValue">) {
  const field = useField(name, defaultValue);
  return <Around id={field.key} {...{ label, hint, className }} error={field.error}><input id={field.key} name={name} defaultValue={field.value} className={inputClass} {...field.described(hint)} {...rest} /></Around>;
}

export function FormArea({ name, label, hint, className, defaultValue, rows = 3, ...rest }: Given & { defaultValue?: string } & Omit<ComponentProps<"textarea">, "name" | "className" | "defaultValue">) {
  const field = useField(name, defaultValue);
  return <Around id={field.key} {...{ label, hint, className }} error={field.error}><textarea id={field.key} name={name} rows={rows} defaultValue={field.value} className={`${inputClass} py-2.5`} {...field.described(hint)} {...rest} /></Around>;
}

export function FormSelect({ name, label, hint, className, defaultValue, options, ...rest }: Given & { defaultValue?: string; options: readonly (readonly [value: string, text: string])[] } & Omit<ComponentProps<"select">, "name" | "className" | "defaultValue">) {
  const field = useField(name, defaultValue);
  return (
    <Around id={field.key} {...{ label, hint, className }} error={field.error}>
      <select id={field.key} name={name} defaultValue={field.value} className={`${inputClass} pr-8`} {...field.described(hint)} {...rest}>
        {options.map(([value, text]) => <option key={value} value={value}>{text}</option>)}
      </select>
    </Around>
  );
}

export function FormCheck({ name, label, defaultChecked, value = "1" }: { name: string; label: ReactNode; defaultChecked?: boolean; value?: string }) {
  const { outcome } = useContext(Form);
  const field = useField(name);
  const checked = outcome && !outcome.ok ? name in outcome.values : defaultChecked;
  return (
    <div>
      <label className="flex min-h-9 items-start gap-2.5 py-1.5 max-md:min-h-11"><CheckMark name={name} value={value} defaultChecked={checked} className="mt-0.5" {...field.described()} /><span className="min-w-0 grow">{label}</span></label>
      {field.error && <p id={`${field.key}-error`} className="flex items-start gap-1.5 text-sm text-danger"><Icon of={CircleAlert} size={16} className="mt-px" />{field.error}</p>}
    </div>
  );
}

export function Submit({ children, busy, kind, size, name, value }: { children: ReactNode; busy?: string; kind?: ButtonKind; size?: ButtonSize; name?: string; value?: string }) {
  const form = useContext(Form);
  return <Button type="submit" kind={kind} size={size} name={name} value={value} isBusy={form.busy} busy={busy}>{children}</Button>;
}

"use client";
import { CircleAlert } from "lucide-react";
import { useRouter } from "next/navigation";
import { createContext, startTransition, useActionState, useContext, useId, useEffect, useRef, useState, type ComponentProps, type ReactNode } from "react";
import { useHref, useT } from "@/lib/i18n/client";
import { toast } from "@/lib/toast";
import { Banner } from "@/ui/banner";
import { Button, type ButtonKind, type ButtonSize } from "@/ui/button";
import { Field, Select, TextArea } from "@/ui/field";
import { Icon } from "@/ui/icon";
import { Sheet } from "@/ui/sheet";
import { idle, type Outcome, type RefusalKey } from "./outcome";

export type FormAction = (before: Outcome, form: FormData) => Promise<Outcome>;

/** What stands before the ids of controls in a sheet, whose names the form below it may have too. */
const IdPrefix = createContext("");
const useIdOf = (name: string) => useContext(IdPrefix) + name;

const Around = createContext<{ errors: Record<string, RefusalKey>; busy: boolean }>({ errors: {}, busy: false });

interface FormProps {
  action: FormAction;
  /** What the toast says when it is done. */
  said?: string;
  onDone?: (outcome: Outcome) => void;
  children: ReactNode;
  className?: string;
  label?: string;
}

/** A form of the desk: errors at the field, focus to the first; what was typed stays until it is saved. */
export function ActionForm({ action, said, onDone, children, className, label }: FormProps) {
  const router = useRouter();
  const href = useHref();
  // Said, and gone on, where the answer arrives: what it changes may take this form off the page before an effect runs.
  const [answered, send, busy] = useActionState(async (before: Outcome, data: FormData) => {
    const answer = await action(before, data);
    if (said && answer.state === "done") toast({ text: said, tone: "done" });
    if (answer.state === "done" && answer.goto) router.push(href(answer.goto));
    return answer;
  }, idle);
  // Without a script the form goes to the action itself, and the page comes back with what became of it.
  const [posted, post] = useActionState(action, idle);
  const outcome = answered === idle ? posted : answered;
  const form = useRef<HTMLFormElement>(null);
  const seen = useRef(answered);
  const t = useT("refusal");
  const [elsewhere, setElsewhere] = useState<string[]>([]);
  useEffect(() => {
    if (seen.current === answered) return;
    seen.current = answered;
    if (answered.state === "done") {
      setElsewhere([]); // eslint-disable-line react-hooks/set-state-in-effect -- an answer came from outside
      onDone?.(answered);
    } else if (answered.state === "refused") {
      const names = Object.keys(answered.errors ?? {});
      setElsewhere(names.filter((name) => !form.current?.elements.namedItem(name)));
      const first = form.current?.querySelector<HTMLElement>("[aria-invalid=true]") ?? form.current?.querySelector<HTMLElement>("[data-refused]");
      first?.focus();
    }
  }, [answered, onDone]);
  const errors = outcome.errors ?? {};
  return (
    <Around value={{ errors, busy }}>
      <form
        ref={form}
        noValidate
        aria-label={label}
        className={className}
        action={post}
        onSubmit={(event) => {
          event.preventDefault();
          if (busy) return;
          const data = new FormData(event.currentTarget, (event.nativeEvent as SubmitEvent).submitter);
          startTransition(() => send(data));
        }}
      >
        {outcome.state === "refused" && outcome.problem && (
          <div data-refused tabIndex={-1} className="mb-4 outline-none">
            <Banner tone="danger" icon={CircleAlert} alert>
              {t(outcome.problem)}
              {elsewhere.length > 0 && <ul className="mt-1 list-disc pl-5 text-sm">{elsewhere.map((name) => <li key={name}><span className="font-mono">{name}</span>: {t(errors[name] ?? "invalid")}</li>)}</ul>}
            </Banner>
          </div>
        )}
        {posted.state === "done" && answered === idle && said && <p role="status" className="mb-4 text-sm text-muted">{said}</p>}
        {children}
      </form>
    </Around>
  );
}

function useError(name: string): string | undefined {
  const { errors } = useContext(Around);
  const t = useT("refusal");
  const key = errors[name];
  return key && t(key);
}

export function FormField(props: ComponentProps<typeof Field>) {
  return <Field id={useIdOf(props.name)} {...props} error={useError(props.name) ?? props.error} />;
}
export function FormArea(props: ComponentProps<typeof TextArea>) {
  return <TextArea id={useIdOf(props.name)} {...props} error={useError(props.name) ?? props.error} />;
}
export function FormSelect(props: ComponentProps<typeof Select>) {
  return <Select id={useIdOf(props.name)} {...props} error={useError(props.name) ?? props.error} />;
}

/** The error of a group of fields (a list of choices). */
export function FormError({ name }: { name: string }) {
  const error = useError(name);
  return error ? <p id={`${name}-error`} className="mt-1.5 flex items-start gap-1.5 text-sm text-danger"><Icon of={CircleAlert} size={16} className="mt-px" />{error}</p> : null;
}

export function Submit({ children, busy, ...rest }: ComponentProps<typeof Button>) {
  const { busy: working } = useContext(Around);
  return <Button type="submit" isBusy={working} busy={busy} {...rest}>{children}</Button>;
}

interface StepProps {
  action: FormAction;
  fields: Record<string, string>;
  children: ReactNode;
  icon?: ReactNode;
  kind?: ButtonKind;
  size?: ButtonSize;
  said?: string;
  label?: string;
  className?: string;
}

/** A change with nothing to fill in: one button. A refusal is a toast. */
export function StepButton({ action, fields, children, icon, kind = "secondary", size = "small", said, label, className }: StepProps) {
  const t = useT("refusal");
  const router = useRouter();
  const href = useHref();
  const [, send, busy] = useActionState(async (before: Outcome, data: FormData) => {
    const answer = await action(before, data);
    if (answer.state === "refused") toast({ text: t(answer.problem ?? "failed"), tone: "failed" });
    else if (said) toast({ text: said, tone: "done" });
    if (answer.state === "done" && answer.goto) router.push(href(answer.goto));
    return answer;
  }, idle);
  return (
    <form action={send} className={className}>
      {Object.entries(fields).map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />)}
      <Button type="submit" kind={kind} size={size} isBusy={busy} aria-label={label}>{icon}{children}</Button>
    </form>
  );
}

interface SheetProps {
  /** The button that opens it. */
  opener: ReactNode;
  openerLabel?: string;
  icon?: ReactNode;
  kind?: ButtonKind;
  size?: ButtonSize;
  title: string;
  action: FormAction;
  said?: string;
  submit: string;
  busy?: string;
  submitKind?: ButtonKind;
  wide?: boolean;
  className?: string;
  children: ReactNode;
}

/** A button that opens a form in a sheet; the sheet closes when it is saved. */
export function SheetForm({ opener, openerLabel, icon, kind = "secondary", size = "small", title, action, said, submit, busy, submitKind = "primary", wide, className, children }: SheetProps) {
  const [open, setOpen] = useState(false);
  const t = useT("desk");
  const prefix = useId();
  return (
    <>
      <Button kind={kind} size={size} onClick={() => setOpen(true)} aria-label={openerLabel} aria-haspopup="dialog" className={className}>{icon}{opener}</Button>
      <Sheet open={open} onClose={() => setOpen(false)} title={title} close={t("close")} wide={wide}>
        <ActionForm action={action} said={said} onDone={() => setOpen(false)} className="grid gap-4 pt-1">
          <IdPrefix value={prefix}>{children}</IdPrefix>
          <div className="mt-2 flex flex-wrap justify-end gap-2">
            <Button kind="secondary" onClick={() => setOpen(false)}>{t("cancel")}</Button>
            <Submit kind={submitKind} busy={busy}>{submit}</Submit>
          </div>
        </ActionForm>
      </Sheet>
    </>
  );
}

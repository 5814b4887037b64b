"use client";
import { CircleAlert, Eye } from "lucide-react";
import { useRef, useState, useTransition } from "react";
import type { Schema } from "@/lib/api/types";
import { Button } from "@/ui/button";
import { Icon } from "@/ui/icon";
import { previewTemplate, saveTemplate, type Preview } from "./actions";
import { ActionForm, FormArea, FormField, Submit } from "./form";

type Words = Record<"words" | "subject" | "text" | "placeholders" | "placeholdersHint" | "preview" | "previewNote" | "showPreview" | "save" | "saving" | "reset" | "asText" | "asMail" | "frame", string>;

// The policy of our pages, which a frame without an address has too, refuses style attributes; the object model may set them.
const quietStyles = (html: string, language: string) => html.replace(/<html\b(?![^>]*\blang=)/i, `<html lang="${language}"`).replace(/<(?:script|style|link|meta)\b[^>]*>(?:[\s\S]*?<\/(?:script|style)>)?/gi, "").replace(/\sstyle="/gi, ' data-style="');
function dress(frame: HTMLIFrameElement) {
  for (const element of frame.contentDocument?.querySelectorAll<HTMLElement>("[data-style]") ?? []) element.style.cssText = element.dataset.style ?? "";
}

/** The words of one mail beside the mail that they make. The mail is shown in a frame that runs nothing. */
export function MailEditor({ template, first, words }: { template: Schema<"TemplateView">; first?: Schema<"Rendered">; words: Words }) {
  const [preview, setPreview] = useState<Preview>({ mail: first });
  const [plain, setPlain] = useState(false);
  const [busy, start] = useTransition();
  const root = useRef<HTMLDivElement>(null);
  const hidden = { event: template.event, language: template.locale, version: String(template.version) };
  const show = () => start(async () => {
    const form = root.current?.querySelector("form");
    if (form) setPreview(await previewTemplate(new FormData(form)));
  });
  return (
    <div ref={root} className="grid divide-hair max-lg:divide-y lg:grid-cols-2 lg:divide-x">
      <section className="min-w-0 px-4 py-6 md:px-7">
        <h2 className="mb-3 font-semibold">{words.words}</h2>
        <ActionForm id="mail" action={saveTemplate} hidden={hidden}>
          <FormField name="subject" label={words.subject} defaultValue={template.subject} maxLength={200} className="mb-4" lang={template.locale} />
          <FormArea name="text" label={words.text} defaultValue={template.text} rows={14} maxLength={5000} className="mb-4" lang={template.locale} />
          <div className="flex flex-wrap gap-2">
            <Button kind="secondary" onClick={show} isBusy={busy}><Icon of={Eye} />{words.showPreview}</Button>
            <Submit busy={words.saving}>{words.save}</Submit>
          </div>
        </ActionForm>
        {template.edited && <ActionForm id="reset" action={saveTemplate} hidden={{ ...hidden, do: "reset" }} className="mt-4"><Submit kind="danger-outline" size="small" busy={words.saving}>{words.reset}</Submit></ActionForm>}
        <h3 className="mt-6 mb-1 font-semibold">{words.placeholders}</h3>
        <p className="measure text-sm text-muted">{words.placeholdersHint}</p>
        <ul className="mt-2 flex flex-wrap gap-1.5">{template.placeholders.map((name) => <li key={name} className="rounded-mark bg-sunken px-1.5 py-0.5 font-mono text-sm">{name}</li>)}</ul>
      </section>
      <section className="min-w-0 px-4 py-6 md:px-7" aria-live="polite">
        <div className="mb-3 flex flex-wrap items-center gap-x-3 gap-y-1">
          <h2 className="font-semibold">{words.preview}</h2><span className="text-sm text-muted">{words.previewNote}</span>
          <Button kind="quiet" size="small" className="ml-auto px-0!" aria-pressed={plain} onClick={() => setPlain(!plain)}>{plain ? words.asMail : words.asText}</Button>
        </div>
        {preview.problem && <p role="alert" className="mb-3 flex items-start gap-1.5 text-danger"><Icon of={CircleAlert} size={17} className="mt-px" />{preview.problem}</p>}
        {preview.mail && (
          <>
            <p className="mb-3 font-semibold [overflow-wrap:anywhere]" lang={template.locale}>{preview.mail.subject}</p>
            {plain ? <pre lang={template.locale} className="rounded-control border border-hair p-4 font-sans whitespace-pre-wrap [overflow-wrap:anywhere]">{preview.mail.text}</pre>
              : <iframe title={words.frame} sandbox="allow-same-origin" srcDoc={quietStyles(preview.mail.html, template.locale)} onLoad={(event) => dress(event.currentTarget)} className="h-[30rem] w-full rounded-control border border-hair bg-white" />}
          </>
        )}
      </section>
    </div>
  );
}

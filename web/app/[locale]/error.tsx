"use client";

// A boundary in the browser has no catalogue of its own; both languages stand here. It is on every page, so it takes nothing with it.
const words = {
  en: ["That did not load", "The shop did not answer in time. Nothing in your box is lost.", "Try now"],
  es: ["No se pudo cargar", "La tienda no respondió a tiempo. Nada de tu caja se ha perdido.", "Probar ahora"],
} as const;

export default function Failed({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const [title, text, again] = words[typeof document !== "undefined" && document.documentElement.lang === "es" ? "es" : "en"];
  return (
    <main id="content" className="page py-16">
      <div className="mx-auto max-w-md" role="alert">
        <h1 className="display text-2xl">{title}</h1>
        <p className="mt-2 text-muted">{text}</p>
        <div className="mt-6 flex flex-wrap items-center gap-3">
          <button type="button" className="min-h-11 rounded-control border border-line bg-surface px-4 font-semibold hover:border-ink" onClick={reset}>{again}</button>
          {error.digest && <span className="font-mono text-sm text-muted">ref {error.digest}</span>}
        </div>
      </div>
    </main>
  );
}

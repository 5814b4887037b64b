// Twelve months, those in season filled, today's marked below. Read out as one sentence.
export function SeasonStrip({ months, now, letters, label }: { months: readonly number[]; now: number; letters: readonly string[]; label: string }) {
  return (
    <div role="img" aria-label={label} className="grid grid-cols-12 gap-px text-center text-2xs">
      {letters.map((letter, i) => (
        <span key={i} className={`relative rounded-[2px] py-0.5 ${months.includes(i + 1) ? "bg-leaf-strong text-on-leaf" : "bg-sunken text-muted"}`}>
          {letter}
          {now === i + 1 && <span className="absolute -bottom-2 left-1/2 size-1.5 -translate-x-1/2 rounded-full bg-ink" />}
        </span>
      ))}
    </div>
  );
}

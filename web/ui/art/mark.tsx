/** A leaf whose veins are furrows. */
export function Mark({ size = 28, className = "" }: { size?: number; className?: string }) {
  return (
    <svg viewBox="0 0 32 32" width={size} height={size} aria-hidden className={className}>
      <path d="M5 27C3 12 12 4 28 4c1 15-6 25-23 23Z" className="fill-leaf" />
      <path d="M4 28.5C9 20 15 13 22.5 9.5M7.2 24.6C8 18 11 11.5 16.5 8M8.6 24.4C14 24 20.5 21 24 15.5" className="stroke-paper" strokeWidth="1.7" strokeLinecap="round" fill="none" />
    </svg>
  );
}

export function Wordmark({ className = "" }: { className?: string }) {
  return (
    <span className={`inline-flex items-center gap-2 ${className}`}>
      <Mark />
      <span className="display-large text-[1.3125rem] leading-7 text-ink">GreenHarvest</span>
    </span>
  );
}

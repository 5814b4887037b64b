/** Recovery codes, shown once. */
export function RecoveryCodes({ codes, title, text }: { codes: readonly string[]; title: string; text: string }) {
  return (
    <div role="status">
      <h3 className="font-semibold">{title}</h3>
      <p className="text-muted">{text}</p>
      <ul className="mt-3 grid max-w-sm grid-cols-2 gap-x-6 gap-y-1 font-mono select-all">{codes.map((code) => <li key={code}>{code}</li>)}</ul>
    </div>
  );
}

"use client";
import { useRouter } from "next/navigation";

export function SortSelect({ label, value, options, action, hidden }: { label: string; value: string; options: [value: string, label: string][]; action: string; hidden: [string, string][] }) {
  const router = useRouter();
  return (
    <form action={action} className="flex items-center gap-2">
      {hidden.map(([name, v]) => <input key={name + v} type="hidden" name={name} value={v} />)}
      <label htmlFor="sort" className="text-sm text-muted">{label}</label>
      <select
        id="sort"
        name="sort"
        key={value}
        defaultValue={value}
        onChange={(event) => {
          const query = new URLSearchParams(hidden);
          if (event.target.value) query.set("sort", event.target.value);
          router.push(`${action}?${query}`, { scroll: false });
        }}
        className="min-h-9 rounded-control border border-transparent bg-transparent pr-1 font-semibold hover:border-line max-md:min-h-11"
      >
        {options.map(([v, text]) => <option key={v} value={v} className="bg-surface">{text}</option>)}
      </select>
      <noscript><button type="submit" className="min-h-9 font-semibold text-leaf">OK</button></noscript>
    </form>
  );
}

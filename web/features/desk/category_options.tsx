import type { Schema } from "@/lib/api/types";

/** The tree as the options of a list: each category under its parent. */
export function CategoryOptions({ categories, choose }: { categories: readonly Schema<"CategoryView">[]; choose: string }) {
  const open = categories.filter((category) => !category.archived);
  const tops = open.filter((category) => !category.parent);
  const below = (slug: string) => open.filter((category) => category.path.length > 1 && category.path[0] === slug);
  return (
    <>
      <option value="" disabled>{choose}</option>
      {tops.map((top) => (
        <optgroup key={top.slug} label={top.name}>
          <option value={top.slug}>{top.name}</option>
          {below(top.slug).map((category) => <option key={category.slug} value={category.slug}>{"  ".repeat(category.path.length - 1)}{category.name}</option>)}
        </optgroup>
      ))}
    </>
  );
}

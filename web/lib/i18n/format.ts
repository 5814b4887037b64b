// Messages have `{name}` for a value and `{n, plural, one {# item} other {# items}}` for a count. That is all of
// ICU that this shop needs, in a form that a client component can afford.

export type Values = Record<string, string | number>;

function branch(choices: string, key: string): string | undefined {
  const found = new RegExp(`(?:^|\\s)${key}\\s*\\{([^}]*)\\}`).exec(choices);
  return found?.[1];
}

export function formatMessage(locale: string, message: string, values: Values = {}): string {
  return message
    .replace(/\{(\w+), plural,((?:[^{}]|\{[^{}]*\})*)\}/g, (_, name: string, choices: string) => {
      const count = Number(values[name]);
      const text = branch(choices, `=${count}`) ?? branch(choices, new Intl.PluralRules(locale).select(count)) ?? branch(choices, "other") ?? "";
      return text.replace(/#/g, new Intl.NumberFormat(locale).format(count));
    })
    .replace(/\{(\w+)\}/g, (whole, name: string) => (name in values ? String(values[name]) : whole));
}

import { Field } from "@/ui/field";
import type { AddressField, AddressValues } from "./address";

export type AddressWords = Record<AddressField | "errorName" | "errorStreet" | "errorCity" | "errorState" | "errorZip" | "errorPhone", string>;

/** The fields of an address, of the checkout and of the address book. ids: set where a page has them more than once. */
export function AddressFields({ values, wrong, words, ids = "" }: { values: AddressValues; wrong: readonly AddressField[]; words: AddressWords; ids?: string }) {
  const about = (name: AddressField, error: string) => ({ name, id: ids + name, label: words[name], defaultValue: values[name], error: wrong.includes(name) ? error : undefined });
  return (
    <div className="grid gap-4 sm:grid-cols-6">
      <Field className="sm:col-span-6" autoComplete="name" {...about("name", words.errorName)} />
      <Field className="sm:col-span-6" autoComplete="street-address" {...about("street", words.errorStreet)} />
      <Field className="sm:col-span-3" autoComplete="address-level2" {...about("city", words.errorCity)} />
      <Field className="sm:col-span-1" autoComplete="address-level1" maxLength={2} {...about("state", words.errorState)} />
      <Field className="sm:col-span-2" inputMode="numeric" autoComplete="postal-code" {...about("zip", words.errorZip)} />
      <Field className="sm:col-span-3" type="tel" autoComplete="tel" {...about("phone", words.errorPhone)} />
    </div>
  );
}

// One catalogue, a file per namespace and language. English is the type; Spanish must have the same keys.
import * as en from "./en";
import * as es from "./es";

type Widen<T> = { [K in keyof T]: { [M in keyof T[K]]: string } };
export type Messages = Widen<typeof en>;
export type Namespace = keyof Messages;

export const messages: { en: Messages; es: Messages } = { en, es };

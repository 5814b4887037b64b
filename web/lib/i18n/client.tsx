"use client";
// For pages that are mostly client components (farm desk, tower, account forms). Islands of shop pages get their
// few words as props instead, so that no catalogue is sent with them.
import { createContext, useContext, type ReactNode } from "react";
import { formatMessage, type Values } from "./format";
import type { Messages, Namespace } from "./messages";
import { localePath, type Locale } from "./path";

interface Given {
  locale: Locale;
  messages: Partial<Messages>;
}
const Context = createContext<Given>({ locale: "en", messages: {} });

/** Hands namespaces to the client components below: `<MessagesProvider locale={l} messages={{ desk: messages[l].desk }}>`. */
export function MessagesProvider({ locale, messages, children }: Given & { children: ReactNode }) {
  return <Context value={{ locale, messages }}>{children}</Context>;
}

export function useLocale(): Locale {
  return useContext(Context).locale;
}

export function useHref(): (href: string) => string {
  const locale = useLocale();
  return (href) => localePath(locale, href);
}

export function useT<N extends Namespace>(namespace: N): (key: keyof Messages[N], values?: Values) => string {
  const { locale, messages } = useContext(Context);
  const catalogue = messages[namespace] as Record<keyof Messages[N], string> | undefined;
  if (!catalogue) throw new Error(`the messages "${namespace}" were not handed to the client`);
  return (key, values) => formatMessage(locale, catalogue[key], values);
}

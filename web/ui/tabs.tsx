"use client";
import { Tab as AriaTab, TabList, TabPanel, Tabs as AriaTabs } from "react-aria-components";
import type { ReactNode } from "react";

export interface TabItem {
  id: string;
  label: ReactNode;
  content: ReactNode;
}

/** Tabs of React Aria: arrows move, the panel is focusable. For the desk and the tower; shop pages link between pages instead. */
export function Tabs({ label, items, selected, onSelect }: { label: string; items: TabItem[]; selected?: string; onSelect?: (id: string) => void }) {
  return (
    <AriaTabs selectedKey={selected} onSelectionChange={(key) => onSelect?.(String(key))}>
      <TabList aria-label={label} className="flex gap-5 overflow-x-auto border-b border-hair">
        {items.map((item) => (
          <AriaTab key={item.id} id={item.id} className="min-h-11 shrink-0 cursor-pointer border-b-2 border-transparent py-2.5 font-medium text-muted outline-none data-[focus-visible]:outline-2 data-[focus-visible]:outline-focus data-[selected]:border-leaf data-[selected]:text-ink">{item.label}</AriaTab>
        ))}
      </TabList>
      {items.map((item) => <TabPanel key={item.id} id={item.id} className="pt-5">{item.content}</TabPanel>)}
    </AriaTabs>
  );
}

"use client";
import { useEffect, useState } from "react";
import { watch, type Topic } from "./index";

export interface Live<T> {
  /** The newest value of a topic; what the server rendered until the first one comes. */
  value: T;
  /** When it came, in milliseconds since 1970, once it is stale (`stale_ms`). */
  stale_since_ms?: number;
}

export function useLive<T>(topic: Topic<T>, initial: T): Live<T> {
  const [value, setValue] = useState(initial);
  const [stale_since_ms, setStale] = useState<number>();
  useEffect(() => watch(topic, setValue, setStale), [topic.key]); // eslint-disable-line react-hooks/exhaustive-deps -- a topic is its key
  return { value, stale_since_ms };
}

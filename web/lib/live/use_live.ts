"use client";
import { useEffect, useState } from "react";
import { watch, type Topic } from "./index";

/** The newest value of a topic; what the server rendered until the first one comes. */
export function useLive<T>(topic: Topic<T>, initial: T): T {
  const [value, setValue] = useState(initial);
  useEffect(() => watch(topic, setValue), [topic.key]); // eslint-disable-line react-hooks/exhaustive-deps -- a topic is its key
  return value;
}

"use client";
import { lazy } from "react";
import type { TellMeProps } from "./tell_me_form";

const Form = lazy(async () => ({ default: (await import("./tell_me_form")).TellMeForm }));

/** Few products are sold out: pages of the others do not send this form. */
export function TellMe(props: TellMeProps) {
  return <Form {...props} />;
}

/** What became of a form: said at the form, errors at their fields, what was typed stays. */
export interface Outcome {
  ok: boolean;
  text: string;
  fields: Record<string, string>;
  values: Record<string, string>;
  /** Tells two equal outcomes apart. */
  at: number;
}

export type FormAction = (before: Outcome | null, form: FormData) => Promise<Outcome>;

// Reads the fields of a form; what cannot be read is an error at that field.
import { refused, type Outcome, type RefusalKey } from "./outcome";
import { parseMoney, parseQuantity } from "./reading";

export class Reader {
  readonly errors: Record<string, RefusalKey> = {};
  constructor(private readonly form: FormData) {}

  text(name: string): string {
    const value = this.form.get(name);
    return typeof value === "string" ? value.trim() : "";
  }
  /** Undefined where nothing was written. */
  maybe(name: string): string | undefined {
    return this.text(name) || undefined;
  }
  needed(name: string): string {
    const value = this.text(name);
    if (!value) this.errors[name] = "required";
    return value;
  }
  /** One of the API's own words; what a form of ours cannot send is refused by the API. */
  choice<T extends string>(name: string): T {
    return this.text(name) as T;
  }
  all(name: string): string[] {
    return this.form.getAll(name).filter((value): value is string => typeof value === "string" && value !== "");
  }
  has(name: string): boolean {
    return this.form.has(name);
  }
  on(name: string): boolean {
    return this.form.get(name) === "on";
  }
  quantity(name: string): number | undefined {
    const text = this.text(name);
    if (!text) return undefined;
    const value = parseQuantity(text);
    if (value === null) this.errors[name] = "bad_number";
    return value ?? undefined;
  }
  neededQuantity(name: string): number {
    if (!this.text(name)) this.errors[name] = "required";
    return this.quantity(name) ?? 0;
  }
  whole(name: string): number | undefined {
    const value = this.quantity(name);
    if (value !== undefined && !Number.isInteger(value)) this.errors[name] = "bad_number";
    return value;
  }
  decimal(name: string): number | undefined {
    const text = this.text(name);
    if (!text) return undefined;
    if (!/^-?\d{1,3}(\.\d{1,9})?$/.test(text)) {
      this.errors[name] = "bad_number";
      return undefined;
    }
    return Number(text);
  }
  money(name: string, currency = "USD"): { amount: number; currency: string } | undefined {
    const text = this.text(name);
    if (!text) return undefined;
    const amount = parseMoney(text);
    if (amount === null) {
      this.errors[name] = "bad_price";
      return undefined;
    }
    return { amount, currency };
  }
  neededMoney(name: string, currency = "USD"): { amount: number; currency: string } {
    if (!this.text(name)) this.errors[name] = "required";
    return this.money(name, currency) ?? { amount: 0, currency };
  }
  /** The outcome to answer with when something could not be read. */
  get refusal(): Outcome | null {
    return Object.keys(this.errors).length > 0 ? refused(this.errors) : null;
  }
}

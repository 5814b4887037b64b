import type { components } from "./schema";

/** `Schema<"ProductCard">`: a type of the API by its name in api/openapi.json. */
export type Schema<Name extends keyof components["schemas"]> = components["schemas"][Name];

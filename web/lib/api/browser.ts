// For client components that work like a program (farm desk, tower, live figures): same origin, the browser's cookie.
import createClient from "openapi-fetch";
import type { paths } from "./schema";

export const api = createClient<paths, "application/json">({ baseUrl: "", credentials: "same-origin" });

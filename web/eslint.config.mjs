import { defineConfig, globalIgnores } from "eslint/config";
import nextVitals from "eslint-config-next/core-web-vitals";
import nextTs from "eslint-config-next/typescript";

export default defineConfig([
  ...nextVitals,
  ...nextTs,
  globalIgnores([".next/**", "public/**", "lib/api/schema.d.ts", "next-env.d.ts", "screenshots/**", "test-results/**", "playwright-report/**"]),
  {
    rules: {
      "@next/next/no-img-element": "off",
      "react/no-danger": "error",
      // A style attribute in server-made HTML is refused by the policy (style-src has no unsafe-inline).
      "react/forbid-dom-props": ["error", { forbid: ["style"] }],
      "@typescript-eslint/no-explicit-any": "error",
    },
  },
  // ui/ has no fetches and knows no feature; features and ui never reach into app/.
  {
    files: ["ui/**"],
    rules: { "no-restricted-imports": ["error", { patterns: ["@/features/*", "@/app/*", "@/lib/api/*"] }] },
  },
  {
    files: ["features/**", "lib/**"],
    rules: { "no-restricted-imports": ["error", { patterns: ["@/app/*"] }] },
  },
]);

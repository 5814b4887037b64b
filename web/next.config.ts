import type { NextConfig } from "next";
import { files as routerFiles } from "./scripts/late_router.mjs";

const config: NextConfig = {
  output: "standalone",
  outputFileTracingRoot: import.meta.dirname,
  turbopack: {
    root: import.meta.dirname,
    rules: { "*.js": { loaders: ["./scripts/late_router.mjs"], condition: { all: ["browser", "production", { path: routerFiles }] } } },
  },
  poweredByHeader: false,
  // No Link header: it would carry the nonce into kept headers.
  reactMaxHeadersLength: 0,
  reactStrictMode: true,
  // `npm run verify` checks the types; a build does not do it twice.
  typescript: { ignoreBuildErrors: true },
  // The gateway compresses, once for all who get the kept page.
  compress: false,
  // Pictures have their sizes from the build; next/image would write style attributes, which the policy refuses.
  images: { unoptimized: true },
  // A path without a language is English (lib/i18n/path.ts); app/[locale] has both.
  rewrites: async () => ({
    beforeFiles: [],
    afterFiles: [
      // Found missing by proxy.ts (lib/page_there.ts).
      { source: "/:path*", has: [{ type: "header", key: "x-gh-missing" }], destination: "/en/not-found" },
      { source: "/", destination: "/en" },
      { source: "/:path((?!es$|es/|_next/|api/).*)", destination: "/en/:path" },
    ],
    fallback: [],
  }),
  // The root layout stands below [locale], so Next.js finds no page of its own for an address without a page.
  experimental: { globalNotFound: true, serverActions: { bodySizeLimit: "12mb" } },
};

export default config;

import path from "node:path";
import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { alias: { "@": path.resolve(import.meta.dirname), "server-only": path.resolve(import.meta.dirname, "lib/testing/server_only.ts") } },
  test: { include: ["{app,features,lib,ui}/**/*.test.{ts,tsx}"] },
});

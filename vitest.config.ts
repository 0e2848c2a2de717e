import { resolve } from "node:path";
import { defineConfig } from "vitest/config";

/** The unit tests of a workspace: beside what they test, and in need of nothing but the code. */
const unit = (name: string, root: string, folder = "src") => ({
  test: {
    name,
    root,
    include: [`${folder}/**/*.test.{ts,tsx}`],
    exclude: ["**/*.integration.test.ts", "**/node_modules/**"],
    // An end for what hangs, not a measure: on a busy machine each may take many times as long.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 60_000 } },
  },
});

export default defineConfig({
  test: {
    silent: "passed-only",
    projects: [
      {
        ...unit("web", "apps/web"),
        resolve: { alias: { "@": resolve(import.meta.dirname, "apps/web/src") } },
      },
      unit("api", "apps/api"),
      unit("acme", "apps/acme"),
      unit("book", "packages/book"),
      unit("contract", "packages/contract"),
      unit("tracing", "packages/tracing"),
      unit("supabase", "packages/supabase"),
      unit("dagger-on-docker", "packages/dagger-on-docker"),
      unit("pipeline", "dagger", "test"),
      unit("bench", "bench", "."),
      // The checks in containers are given no docs; the suite `images` has this test as well.
      unit("docs", ".", "docs"),
    ],
  },
});

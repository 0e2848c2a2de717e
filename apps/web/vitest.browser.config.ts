import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["e2e/**/*.browser.test.ts"],
    // An end for what hangs, not a measure: on a busy machine a page takes a minute, and a book several.
    testTimeout: 600_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 120_000 } },
    fileParallelism: false,
    // Under a name of its own: inside the tests BASE_URL is Vite's, and always "/".
    env: { SITE_URL: process.env.BASE_URL ?? "http://localhost:8080" },
  },
});

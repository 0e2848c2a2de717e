import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["e2e/**/*.browser.test.ts"],
    // A browser, an upload and the making of a book: seconds, not milliseconds.
    testTimeout: 90_000,
    hookTimeout: 60_000,
    fileParallelism: false,
    // Under a name of its own: inside the tests BASE_URL is Vite's, and always "/".
    env: { SITE_URL: process.env.BASE_URL ?? "http://localhost:8080" },
  },
});

/** What Stryker changes, and whose unit tests are to notice it: tests/mutation/run.mjs says which part. */
export default {
  testRunner: "vitest",
  plugins: ["@stryker-mutator/vitest-runner"],
  vitest: { configFile: "tests/mutation/vitest.config.ts", related: false },
  coverageAnalysis: "perTest",
  concurrency: 2,
  reporters: ["progress-append-only", "clear-text", "json"],
  clearTextReporter: { allowColor: false, reportTests: false, logTests: false },
  jsonReporter: { fileName: "node_modules/.cache/mutation.json" },
  tempDirName: "node_modules/.cache/mutation",
  ignoreStatic: true,
  // Tests name their own limits; a change that hangs is noticed by these.
  timeoutMS: 30_000,
  dryRunTimeoutMinutes: 20,
  // Tests read sources as text, too.
  disableTypeChecks: false,
  // It would rewrite them for its copy, which needs TypeScript; Vitest reads them as they are.
  tsconfigFile: "none.json",
  ignorePatterns: ["**/.next", "**/dist", "**/.turbo"],
};

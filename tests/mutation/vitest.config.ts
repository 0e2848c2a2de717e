import { defineConfig } from "vitest/config";
import config from "../../vitest.config.ts";

const wanted = process.env.MUTATION_PROJECT;

/** Asks a server nine hundred times: once a change it would take days, and what it tests has tests of its own. */
const SLOW = "**/impostor.test.ts";

/** The repository's own unit tests, of one workspace. */
export default defineConfig({
  ...config,
  test: {
    ...config.test,
    projects: config.test?.projects?.flatMap((project) =>
      typeof project === "object" && "test" in project && project.test?.name === wanted
        ? [{ ...project, test: { ...project.test, exclude: [...(project.test.exclude ?? []), SLOW] } }]
        : [],
    ),
  },
});

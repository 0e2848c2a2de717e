import { defineConfig } from "vitest/config";
import config from "../../vitest.config.ts";

const wanted = process.env.MUTATION_PROJECT;

/** The repository's own unit tests, of one workspace. */
export default defineConfig({
  ...config,
  test: {
    ...config.test,
    projects: config.test?.projects?.filter(
      (project) => typeof project === "object" && "test" in project && project.test?.name === wanted,
    ),
  },
});

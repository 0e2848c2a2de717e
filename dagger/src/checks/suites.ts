import { type Container, type Directory, dag, type Service } from "@dagger.io/dagger";
import { images } from "../images.js";
import { besideData } from "../stack.js";
import { workspace } from "../workspace.js";
import type { Suite } from "./suite.js";

const reporters = ["--reporter=default", "--reporter=json", "--outputFile.json=/report.json"];

/** Formatting and lint rules, all of the repository. */
export function lint(source: Directory): Suite {
  return { name: "lint", container: workspace(source), command: ["bun", "run", "lint"] };
}

/** The compiler, each workspace and the pipeline itself. */
export function typecheck(source: Directory): Suite {
  return { name: "typecheck", container: workspace(source), command: ["bun", "run", "typecheck"] };
}

/** Tests that need nothing but the code. */
export function unit(source: Directory): Suite {
  return { name: "unit", container: workspace(source), command: ["bun", "run", "test:unit", ...reporters] };
}

/** The API's tests against a real Redis and the local Supabase. */
export function integration(source: Directory, supabase: Container): Suite {
  const container = besideData(workspace(source), supabase, "tests").withWorkdir("/app/apps/api");
  return { name: "integration", container, command: ["bun", "run", "test:integration", ...reporters] };
}

/** A person's way through the served stack, in Chromium. */
export function browser(source: Directory, stack: Service): Suite {
  const container = workspace(source, dag.container().from(images.chromium))
    .withWorkdir("/app/apps/web")
    .withServiceBinding("proxy", stack)
    .withEnvVariable("BASE_URL", "http://proxy:8080")
    .withEnvVariable("SCREENSHOT_DIR", "/screenshots")
    .withDirectory("/screenshots", dag.directory());
  return { name: "browser", container, command: ["bun", "run", "test:browser", ...reporters] };
}

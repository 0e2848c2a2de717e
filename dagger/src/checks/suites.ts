import { type Container, type Directory, dag, type Service } from "@dagger.io/dagger";
import { images } from "../images.js";
import { workspace } from "../monorepo.js";
import { besideData, withMails } from "../stack.js";
import type { Suite } from "./suite.js";

const reporters = ["--reporter=default", "--reporter=json", "--outputFile.json=/report.json"];

/** What the suites look at; what only some of them need is made when they ask for it. */
export interface Subject {
  source: Directory;
  supabase: () => Container;
  stack: () => Promise<Service>;
}

/** Formatting and lint rules, all of the repository. */
function lint({ source }: Subject): Suite {
  return { name: "lint", container: workspace(source), command: ["bun", "run", "lint"] };
}

/** The compiler, each workspace and the pipeline itself. */
function typecheck({ source }: Subject): Suite {
  return { name: "typecheck", container: workspace(source), command: ["bun", "run", "typecheck"] };
}

/** Tests that need nothing but the code. */
function unit({ source }: Subject): Suite {
  return { name: "unit", container: workspace(source), command: ["bun", "run", "test:unit", ...reporters] };
}

/** The API's tests against a real Redis and the local Supabase. */
function integration({ source, supabase }: Subject): Suite {
  const container = besideData(workspace(source), supabase(), "tests").withWorkdir("/app/apps/api");
  return { name: "integration", container, command: ["bun", "run", "test:integration", ...reporters] };
}

/** A person's way through the served stack, in Chromium. */
async function browser({ source, supabase, stack }: Subject): Promise<Suite> {
  const container = withMails(workspace(source, dag.container().from(images.chromium)), supabase())
    .withWorkdir("/app/apps/web")
    .withServiceBinding("proxy", await stack())
    .withEnvVariable("BASE_URL", "http://proxy:8080")
    .withEnvVariable("SCREENSHOT_DIR", "/screenshots")
    .withDirectory("/screenshots", dag.directory());
  return { name: "browser", container, command: ["bun", "run", "test:browser", ...reporters] };
}

/** Every suite there is: each is a check by its name, and all of them are `test`. */
export const suites = { lint, typecheck, unit, integration, browser };

/** Runs a suite as a check: its command's failure is the check's. */
export async function pass(name: keyof typeof suites, subject: Subject): Promise<void> {
  const { container, command } = await suites[name](subject);
  await container.withExec(command).sync();
}

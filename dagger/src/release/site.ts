import { type Directory, type File, ReturnType } from "@dagger.io/dagger";
import { EXIT, Refusal, tail } from "../deploy/refusal.js";
import type { ComposeConfig } from "./compose-config.js";
import { tools } from "./tools.js";

/** The images that a site is made of, as compose/prod.yml's variables name them. */
const IMAGES = ["web", "api", "proxy", "acme", "redis"] as const;

/**
 * The production stack with a site's own values, as Compose prints it. Each image is called by its name alone: which one it
 * is, is said where it has been published.
 *
 * @param compose the folder compose/ of the repository
 * @param site lines of `NAME=value`, as compose/prod/example.env shows them; nothing secret
 * @param stack what the stack is called
 * @throws Refusal with Compose's own words when a value is missing or wrong
 */
export async function siteConfig(compose: Directory, site: File, stack: string): Promise<ComposeConfig> {
  const named = IMAGES.reduce((on, name) => on.withEnvVariable(`${name.toUpperCase()}_IMAGE`, name), tools());
  const command = ["docker", "compose", "--env-file", "/site.env", "--file", "/compose/prod.yml"];
  const done = named
    .withMountedDirectory("/compose", compose)
    .withMountedFile("/site.env", site)
    .withEnvVariable("STACK", stack)
    .withExec([...command, "config", "--format", "json"], { expect: ReturnType.Any });
  if ((await done.exitCode()) === 0) return JSON.parse(await done.stdout()) as ComposeConfig;
  throw new Refusal(
    EXIT.refused,
    "The site's values do not make a stack.",
    "Put them right in --site; compose/prod/example.env says what each is for.",
    tail(await done.stderr(), 5),
  );
}

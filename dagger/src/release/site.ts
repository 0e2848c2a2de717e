import { type Directory, ExecError, type File } from "@dagger.io/dagger";
import { released } from "../apps.js";
import { EXIT, Refusal, tail } from "../deploy/refusal.js";
import { allButCompose } from "../shares.js";
import { part } from "../source.js";
import type { ComposeConfig } from "./compose-config.js";
import { tools } from "./tools.js";

/** A site: the production stack, and its own values. */
export interface Site {
  /** The folder compose/ of the repository. */
  compose: Directory;
  /** Lines of `NAME=value`, as compose/prod/example.env shows them; nothing secret. */
  values: File;
  /** What the stack is called. */
  stack: string;
}

/** A site of this repository's stack. */
export function siteOf(repository: Directory, values: File, stack: string): Site {
  return { compose: part(repository, allButCompose).directory("compose"), values, stack };
}

/** The images that a site is made of, as compose/prod.yml's variables name them. */
const IMAGES = [...released, "proxy", "redis"];

/** References by the names of the images. */
export type References = Readonly<Record<string, string>>;

/**
 * Renders a site by Compose.
 *
 * @param images what each is; without it, each is called by its name alone: which one it is, is said where it is known
 * @param format `json`, or `yaml` for a person to read
 * @returns what Compose prints: every variable filled in, paths as they stand in the file, secrets in ./secrets
 * @throws Refusal with Compose's own words when a value is missing or wrong
 */
export async function rendered(
  { compose, values, stack }: Site,
  format: "json" | "yaml",
  images: References = {},
): Promise<string> {
  const reference = (name: string) => images[name] ?? name;
  const named = IMAGES.reduce(
    (on, name) => on.withEnvVariable(`${name.toUpperCase()}_IMAGE`, reference(name)),
    tools(),
  );
  const done = named
    .withMountedFile("/compose/prod.yml", compose.file("prod.yml"))
    .withMountedFile("/site.env", values)
    .withEnvVariable("STACK", stack)
    .withEnvVariable("SECRETS", "./secrets")
    .withExec([...COMPOSE, "config", "--no-path-resolution", "--format", format, "--output", "/rendered"]);
  return done
    .file("/rendered")
    .contents()
    .catch((error: unknown) => {
      throw error instanceof ExecError ? refused(error) : error;
    });
}

const COMPOSE = ["docker", "compose", "--env-file", "/site.env", "--file", "/compose/prod.yml"];

/** The site as Compose prints it, images by their names. */
export const siteConfig = async (site: Site): Promise<ComposeConfig> =>
  JSON.parse(await rendered(site, "json")) as ComposeConfig;

const refused = ({ stderr }: ExecError): Refusal =>
  new Refusal(
    EXIT.refused,
    "The site's values do not make a stack.",
    "Put them right in --site; compose/prod/example.env says what each is for.",
    tail(stderr, 5),
  );

import type { Reference } from "../reference.ts";
import { chromium } from "./chromium.ts";
import { debian } from "./debian.ts";
import { distroless } from "./distroless.ts";
import { nginx, nginxUnprivileged } from "./nginx.ts";
import { redis } from "./redis.ts";
import { bun, node } from "./runtimes.ts";
import type { Architecture, Recipe, StandIn } from "./stand-in.ts";

/** Which images can be made here, by registry and repository. */
const RECIPES: Readonly<Record<string, Recipe>> = {
  "docker.io/library/debian": debian,
  "docker.io/library/node": node,
  "docker.io/oven/bun": bun,
  "docker.io/library/redis": redis,
  "docker.io/library/nginx": nginx,
  "docker.io/nginxinc/nginx-unprivileged": nginxUnprivileged,
  "gcr.io/distroless/cc-debian13": distroless,
  "mcr.microsoft.com/playwright": chromium,
};

/** @returns how the image is made here, or undefined where it cannot be */
export function standInFor(reference: Reference, architecture: Architecture): StandIn | undefined {
  return RECIPES[`${reference.registry}/${reference.repository}`]?.(reference.tag, architecture);
}

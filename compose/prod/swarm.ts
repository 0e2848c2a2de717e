/**
 * Renders the production stack for Swarm: Compose's JSON comes in, the stack file goes out.
 *
 *   docker compose --env-file compose/prod/site.env -f compose/prod.yml config --format json \
 *     | bun compose/prod/swarm.ts | docker stack deploy --detach=false -c - flipdocs
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { ComposeConfig, Named } from "../../dagger/src/release/compose-config.ts";
import { stackFile } from "../../dagger/src/release/swarm.ts";

/** A secret is named by its content: a new one is a new name, and its services are rolled. */
function versions(all: Record<string, Named> = {}): Record<string, string> {
  const files = Object.entries(all).filter(([, { file }]) => typeof file === "string");
  return Object.fromEntries(files.map(([key, { file }]) => [key, digest(readFileSync(String(file)))]));
}

const digest = (content: Buffer): string => createHash("sha256").update(content).digest("hex").slice(0, 12);

try {
  const printed = readFileSync(0, "utf8");
  if (!printed.trim()) throw new Error("Nothing came in: docker compose config says above what it misses.");
  const config = JSON.parse(printed) as ComposeConfig;
  const stack = stackFile(config, { ...versions(config.configs), ...versions(config.secrets) });
  process.stdout.write(`${JSON.stringify(stack, null, 2)}\n`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

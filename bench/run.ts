/**
 * The guide's Dockerfiles beside our stages: one run, one table on standard output.
 *
 *   bun bench/run.ts        needs root (a second dockerd with a cache of its own) and about ten minutes
 */
import { images } from "../dagger/src/images.ts";
import { guide, noEngine, pipeline } from "./builders.ts";
import { startDockerHost } from "./docker-host.ts";
import { measure } from "./measure.ts";
import { checkout } from "./repository.ts";
import { type Column, table } from "./table.ts";

const log = (line: string) => process.stderr.write(`${line}\n`);

const host = await startDockerHost([images.node, images.bun, images.base, images.nginx]);
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.on(signal, () => void host.close().then(() => process.exit(1)));
try {
  const base = await measure(guide(host), host, log);
  const ours = await measure(pipeline(host, "docker"), host, log);
  const missing = noEngine(checkout, host);
  const engine: Column = missing
    ? { name: "our stages, Dagger engine", missing }
    : await measure(pipeline(host, "dagger"), host, log);
  process.stdout.write(`${table([base, ours, engine])}\n`);
} finally {
  await host.close();
}

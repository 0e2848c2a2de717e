/**
 * The guide's Dockerfiles beside our stages: one run, one table on standard output.
 *
 *   bun bench/run.ts        needs root (a second dockerd with a cache of its own) and about a quarter of an hour
 */
import { images } from "../dagger/src/images.ts";
import { root } from "../testing/programs.ts";
import { guide, noEngine, pipeline } from "./builders.ts";
import { startDockerHost } from "./docker-host.ts";
import { measure } from "./measure.ts";
import { type Column, table } from "./table.ts";

const log = (line: string) => process.stderr.write(`${line}\n`);

const host = await startDockerHost([images.node, images.bun, images.base, images.nginx]);
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.on(signal, () => void host.close().then(() => process.exit(1)));
try {
  const missing = noEngine(root, host);
  const engines = missing ? (["docker"] as const) : (["docker", "dagger"] as const);
  const builders = [guide(host), ...engines.map((engine) => pipeline(host, engine))];
  const [base, ...ours] = await measure(builders, host, log);
  if (!base) throw new Error("Nothing was measured.");
  const none: Column[] = missing ? [{ name: "our stages, Dagger engine", missing }] : [];
  process.stdout.write(`${table([base, ...ours, ...none])}\n`);
} finally {
  await host.close();
}

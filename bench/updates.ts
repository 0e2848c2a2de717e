/**
 * What updates of web cost those who ask meanwhile, by the ways that teams know: twenty clients in a loop, on the
 * production stack of the tests. One table on standard output. `dagger call deploy` itself is measured by
 * `npm test -- deploy`, on a host of its own.
 *
 *   bun bench/updates.ts        needs Docker; builds the images that are missing
 */

import { startStack } from "../compose/test/stack/global-setup.ts";
import { composeCommand, type StackFacts } from "../compose/test/stack/stack.ts";
import { anybody, asks } from "../testing/asking.ts";
import { failed, load, mixture, seconds } from "../testing/load.ts";
import { docker, until } from "../testing/programs.ts";

/** How web gets from one image to the next. */
type Way = (facts: StackFacts) => Promise<unknown>;

const containers = async (facts: StackFacts) =>
  (await composeCommand(facts, "ps", "--quiet", "web")).split("\n").filter(Boolean);

const isHealthy = async (id: string) =>
  (await docker("inspect", "--format", "{{.State.Health.Status}}", id)) === "healthy";

const ways: Readonly<Record<string, Way>> = {
  "docker compose up --detach": (facts) => composeCommand(facts, "up", "--detach", "--wait"),
  // What docker-rollout does, by its documentation.
  "twice as many, wait until they are healthy, then take away the old": async (facts) => {
    const old = await containers(facts);
    await composeCommand(
      facts,
      "up",
      "--detach",
      "--no-recreate",
      "--no-deps",
      "--scale",
      `web=${old.length * 2}`,
      "web",
    );
    const fresh = (await containers(facts)).filter((id) => !old.includes(id));
    await until(120, async () => (await Promise.all(fresh.map(isHealthy))).every(Boolean));
    await docker("stop", ...old);
    await docker("rm", ...old);
  },
};

/** The same image under another digest, as a release that changed one label. */
async function another(image: string, label: string): Promise<string> {
  const container = await docker("create", image);
  const name = `flipdocs-bench-web-${process.pid}-${label}`;
  await docker("commit", "--change", `LABEL update=${label}`, container, name);
  await docker("rm", container);
  return name;
}

const { facts, stop } = await startStack();
const made: string[] = [];
try {
  const ask = asks({ port: facts.https });
  const paths = await mixture((path) => ask(path, { from: anybody() }));
  console.log("| | requests | failed | seconds |\n| --- | --- | --- | --- |");
  for (const [index, [name, way]] of Object.entries(ways).entries()) {
    const image = await another(facts.env.WEB_IMAGE ?? "", `update${index}`);
    made.push(image);
    const then = { ...facts, env: { ...facts.env, WEB_IMAGE: image } };
    const started = performance.now();
    let took = 0;
    const during = way(then).then(async () => {
      took = (performance.now() - started) / 1000;
      await seconds(3);
    });
    const outcome = await load(paths, { clients: 20 }, during, ask);
    console.log(`| ${name} | ${outcome.sent} | ${failed(outcome)} | ${took.toFixed(0)} |`);
  }
} finally {
  await stop();
  if (made.length > 0) await docker("image", "rm", "--force", ...made);
}

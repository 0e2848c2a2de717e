import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type Answered, load, mixture, percentile } from "../../testing/load.ts";
import { docker, until } from "../../testing/programs.ts";
import { ask, askPlainly, facts } from "../test/stack/stack.ts";
import { deploy } from "./swarm.ts";
import { addresses, recentUpstreams, serviceName, tasks } from "./tasks.ts";

/** Asks until each replica of a service has answered through the proxy. */
function everyReplicaAnswers(service: string, path: string): Promise<boolean> {
  return until(30, async () => {
    await Promise.all(Array.from({ length: 12 }, () => ask(path)));
    const [all, upstreams] = [await addresses(service), await recentUpstreams(12)];
    return all.every((one) => upstreams.some((upstream) => upstream.includes(`${one}:`)));
  });
}

/** The containers of web and API. */
const ids = async (): Promise<string[]> =>
  (await Promise.all(["web", "api"].map(tasks)))
    .flat()
    .map(({ Id }) => Id)
    .sort();

const PRINT_KEY = "console.log(JSON.stringify(await Bun.file('/run/secrets/supabase_publishable_key').text()))";

const update = (service: string) =>
  docker("service", "update", "--detach=false", "--quiet", "--force", serviceName(service));

const scale = (service: string, count: number) =>
  docker("service", "scale", "--detach=false", `${serviceName(service)}=${count}`);

test.each(["/", "/sign-in", "/icon.svg", "/api/health"])("%s is answered through the proxy over TLS", async (path) => {
  expect((await ask(path)).status).toBe(200);
});

test("claim 24: http goes to https", async () => {
  const { status, headers } = await askPlainly("/sign-in");
  const location = `https://flipdocs.test:${facts().https}/sign-in`;
  expect({ status, location: headers.location }).toEqual({ status: 301, location });
});

test("Redis and Supabase answer the API", async () => {
  await until(60, async () => (await ask("/api/ready")).status === 200);
});

test.each([
  ["web", "/icon.svg"],
  ["api", "/api/health"],
])("claim 50: both replicas of %s are asked", async (service, path) => {
  expect(await tasks(service)).toHaveLength(2);
  await everyReplicaAnswers(service, path);
});

test("scaled to three, web's third replica takes traffic", async () => {
  await scale("web", 3);
  expect(await tasks("web")).toHaveLength(3);
  await everyReplicaAnswers("web", "/icon.svg");
});

test("claim 35: scaling up and down under load fails no request", async () => {
  const during = async (answered: Answered) => {
    for (const count of [2, 3, 2]) {
      await scale("web", count);
      await answered(50);
    }
  };
  const outcome = await load(await mixture(ask), { perSecond: 50 }, during, ask);
  console.info(`scaling: ${outcome.sent} requests, slowest ${percentile(outcome, 1).toFixed(0)} ms`);
  expect(outcome.failures).toEqual({});
});

test("claim 35: a rolling update of web and API under load fails no request, and replaces every replica", async () => {
  const before = await ids();
  const during = async () => {
    await update("web");
    await update("api");
    // The update has converged while the last of the old replicas still drain.
    await until(60, async () => (await ids()).length === 4);
  };
  const outcome = await load(await mixture(ask), { perSecond: 50 }, during(), ask);
  console.info(`rolling update: ${outcome.sent} requests, slowest ${percentile(outcome, 1).toFixed(0)} ms`);
  expect(outcome.failures).toEqual({});
  expect((await ids()).filter((id) => before.includes(id))).toEqual([]);
});

test("claim 35: the same release deployed again replaces nothing, also after an update by hand", async () => {
  const before = await ids();
  await deploy(facts());
  expect(await ids()).toEqual(before);
});

test("claim 35: a secret that changed reaches the API, and the release that brings it fails no request", async () => {
  const before = await ids();
  // The same key with white space at its end, which the API drops: another content, another name.
  const file = join(facts().env.SECRETS ?? "", "supabase_publishable_key");
  const changed = `${readFileSync(file, "utf8")}\n`;
  rmSync(file);
  writeFileSync(file, changed);
  const during = async () => {
    await deploy(facts());
    await until(60, async () => (await ids()).length === 4);
  };
  const outcome = await load(await mixture(ask), { perSecond: 50 }, during(), ask);
  console.info(`release: ${outcome.sent} requests, slowest ${percentile(outcome, 1).toFixed(0)} ms`);
  expect(outcome.failures).toEqual({});
  expect((await ids()).filter((id) => !before.includes(id))).toHaveLength(2);
  for (const { Id } of await tasks("api"))
    expect(await docker("exec", Id, "bun", "-e", PRINT_KEY)).toBe(JSON.stringify(changed));
});

test("claim 36: an API that does not start is rolled back, and the old replicas serve on", async () => {
  const before = await ids();
  const change = ["--env-add", "REDIS_URL=none"];
  const during = docker("service", "update", "--detach=false", "--quiet", ...change, serviceName("api"));
  const outcome = await load(await mixture(ask), { perSecond: 50 }, during, ask);
  console.info(`rollback: ${outcome.sent} requests, slowest ${percentile(outcome, 1).toFixed(0)} ms`);
  expect(outcome.failures).toEqual({});
  // Docker's client ends with 0 all the same: whoever deploys has to ask.
  expect(await docker("service", "inspect", "--format", "{{.UpdateStatus.State}}", serviceName("api"))).toBe(
    "rollback_completed",
  );
  expect(await ids()).toEqual(before);
});

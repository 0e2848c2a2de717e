import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { until } from "../../testing/programs.ts";
import { startRegistry } from "../hosts/registry.ts";
import { begin, call, called, edit, host, running, settled, site, underLoad, visit } from "./site.ts";

/** What a person sees of an error. */
const said = ({ stderr }: { readonly stderr: string }) => stderr.slice(-2000);

/** A change of the API: quick to build. Each has another answer. */
const change = (text: string) =>
  edit("apps/api/src/index.ts", "\n", `\nprocess.env.OF_THE_TESTS = ${JSON.stringify(text)};\n`);

test("claim 43: another host key is an error of its own, and nothing is asked of that machine", async () => {
  const file = join(site().files, "other_known_hosts");
  const [address = "", kind = ""] = readFileSync(site().host.knownHosts, "utf8").split(" ");
  writeFileSync(file, `${address} ${kind} AAAAC3NzaC1lZDI1NTE5AAAAIMZ5fJQ2gWQ4h4T8vwqhrNNqLkHyxtPlGB0SxlmmQuYU\n`);
  const ended = await call(site(), "deploy", "--knownhosts", file);
  expect(ended.code).toBe(5);
  expect(said(ended)).toContain("another key");
});

test("claim 43: a host that is down is an error of its own", async () => {
  const plug = await host().unplug();
  const ended = await call(site(), "deploy");
  await plug();
  expect(ended.code).toBe(5);
  expect(said(ended)).toContain("does not answer");
});

test("claim 43: a full disk is an error of its own, and the site serves on", async () => {
  const free = await host().fillDisk();
  const putBack = change("full");
  const ended = await call(site(), "deploy");
  const answer = await visit("/");
  await free();
  putBack();
  expect(ended.code).toBe(2);
  expect(said(ended)).toMatch(/docker system prune/);
  expect(answer.status).toBe(200);
});

test("claim 43: a registry that is away is an error of its own, and the site serves on", async () => {
  const registry = await startRegistry();
  await host().trust(registry);
  await registry.stop();
  const ended = await call(site(), "deploy", "--registry", registry.url);
  await registry.remove();
  expect(ended.code).toBe(2);
  expect(said(ended)).toContain(registry.url);
  expect((await visit("/")).status).toBe(200);
});

test("claim 38: of two deploys at once one waits, or names whose the other is", async () => {
  const putBack = change("two at once");
  const [one, other] = await Promise.all([
    call(site(), "deploy", "--by", "ann"),
    call(site(), "deploy", "--by", "bob"),
  ]);
  putBack();
  expect([one.code, other.code].sort()).toEqual([0, 3]);
  const [refused, by] = one.code === 3 ? [one, "bob"] : [other, "ann"];
  expect(said(refused)).toContain(`${by} is at it`);
  expect(said(refused)).toContain("dagger call unlock");
  await settled("api", 2);
});

test.skipIf(!process.env.FLIPDOCS_SLOW)(
  "claim 37: killed while replicas are replaced, a deploy is finished by the next one, and no request fails (minutes: FLIPDOCS_SLOW=1)",
  async () => {
    const putBack = change("killed");
    const outcome = await underLoad("killed while replicas are replaced", killedAt("converge"), 5);
    putBack();
    await settled("api", 2);
    expect(outcome.failures).toEqual({});
    expect((await visit("/api/ready")).status).toBe(200);
  },
);

/** Kills a deploy when it says that a step begins, and lets the next one finish it. */
async function killedAt(step: string): Promise<void> {
  const deploy = begin(site(), "deploy");
  await deploy.says(new RegExp(`^${step} `, "m"));
  deploy.child.kill("SIGKILL");
  await deploy.ended;
  await called("unlock");
  await called("deploy");
}

/** Each step of a deploy, as it says it begins. */
const STEPS = ["build", "look", "push", "pull", "lock", "apply", "converge", "verify", "record"];

test.skipIf(!process.env.FLIPDOCS_SLOW)(
  "claim 37 (ten minutes: FLIPDOCS_SLOW=1): killed at every step, a deploy is finished by the next one, and no request fails",
  { timeout: 3_600_000 },
  async () => {
    const killed = async () => {
      for (const step of STEPS) {
        const putBack = change(`killed at ${step}`);
        await killedAt(step);
        putBack();
      }
    };
    const outcome = await underLoad(`killed at each of ${STEPS.length} steps`, killed(), 5);
    await settled("api", 2);
    expect(outcome.failures).toEqual({});
    expect((await visit("/api/ready")).status).toBe(200);
  },
);

test("claim 37: a host that loses power during a deploy comes back by itself, and that deploy or the next one finishes", async () => {
  const putBack = change("power");
  const deploy = begin(site(), "deploy");
  await deploy.says(/^converge /m);
  await host().reboot({ hard: true });
  const { code } = await deploy.ended;
  await until(300, async () => (await visit("/api/ready")).status === 200);
  if (code !== 0) await called("unlock");
  await called("deploy");
  expect(await called("plan")).toContain("othing would change");
  putBack();
  expect((await visit("/")).status).toBe(200);
});

// A hard start is part of the test before.
test("a host that is started anew has all of its site again, names resolving", async () => {
  await host().reboot({ hard: false });
  await until(300, async () => (await call(site(), "health")).code === 0);
  const [proxy = ""] = await running("proxy");
  for (const name of ["web", "api"])
    expect(await host().docker("exec", proxy, "getent", "hosts", name)).toMatch(/^[0-9a-f.:]+ /);
  const [api = ""] = await running("api");
  const lookup = "console.log((await require('node:dns/promises').lookup('redis')).address)";
  expect(await host().docker("exec", api, "bun", "-e", lookup)).toMatch(/^[0-9a-f.:]+$/);
});

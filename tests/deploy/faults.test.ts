import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { until } from "../../compose/test/stack/programs.ts";
import { startRegistry } from "../hosts/registry.ts";
import { begin, call, called, edit, host, settled, site, underLoad, visit } from "./site.ts";

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

/** Moments of a deploy, as the host shows them. */
const moments: Readonly<Record<string, () => Promise<boolean>>> = {
  "before it has the lock": async () => true,
  "when it has the lock": async () => (await host().docker("config", "ls")).includes("flipdocs.lock"),
  "when replicas are being replaced": async () =>
    (await host().docker("service", "inspect", "--format", "{{json .UpdateStatus}}", "flipdocs_api")).includes(
      '"updating"',
    ),
};

test.each(Object.entries(moments))("claim 37: killed %s, a deploy is finished by the next one", async (when, isSo) => {
  const putBack = change(when);
  const outcome = await underLoad(
    when,
    (async () => {
      const deploy = begin(site(), "deploy");
      await until(300, isSo);
      deploy.child.kill("SIGKILL");
      await deploy.ended;
      await called("unlock");
      await called("deploy");
    })(),
  );
  await settled("api", 2);
  putBack();
  expect(outcome.failures).toEqual({});
  expect((await visit("/api/ready")).status).toBe(200);
});

test.skipIf(!process.env.FLIPDOCS_SLOW)(
  "claim 37 (some minutes: FLIPDOCS_SLOW=1): a host that loses power during a deploy comes back by itself, and the next deploy finishes it",
  async () => {
    const putBack = change("power");
    const deploy = begin(site(), "deploy");
    await until(300, moments["when replicas are being replaced"] ?? (async () => false));
    await host().reboot({ hard: true });
    expect((await deploy.ended).code).not.toBe(0);
    await until(180, async () => (await visit("/api/ready")).status === 200);
    await called("unlock");
    await called("deploy");
    putBack();
    expect((await visit("/")).status).toBe(200);
  },
);

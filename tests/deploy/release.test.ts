import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { audit, called, edit, host, longestSilence, running, settled, shown, site, underLoad, visit } from "./site.ts";

const LANDING = "apps/web/src/app/page.tsx";
const OLD =
  readFileSync(join(site().checkout, LANDING), "utf8")
    .match(/<h1[^>]*>([^<{]+)/)?.[1]
    ?.trim() ?? "no heading";
const NEW = "Books that were deployed";

const heading = async (): Promise<boolean> => (await visit("/")).body.includes(NEW);

test("the first deploy makes a Swarm of a bare host, and the site answers", async () => {
  console.info(site().first);
  expect(site().first).toContain("Release 1 of flipdocs serves");
  expect((await visit("/")).status).toBe(200);
  expect((await visit("/api/ready")).status).toBe(200);
});

test("claim 35: the same release deployed again touches no container", async () => {
  const before = await running();
  const plan = await shown("What would a deploy change?", "plan");
  const report = await shown("The same release again", "deploy");
  expect(report).toContain("Nothing changed");
  expect(plan).toContain("othing would change");
  expect(await running()).toEqual(before);
});

test("claim 35: a line of web that is deployed under load fails no request, and moves little to the host", async () => {
  const others = [...(await running("api")), ...(await running("proxy")), ...(await running("redis"))].sort();
  const before = await host().received();
  edit(LANDING, OLD, NEW);
  const outcome = await underLoad("a line of web", shown("A line of web was changed", "deploy"));
  await settled("web", 2);
  // The load itself is received, too: what is counted is what its requests are not.
  const moved = (await host().received()) - before;
  console.info(`received by the host: ${(moved / 1e6).toFixed(2)} MB, of which are ${outcome.sent} requests`);
  expect(outcome.failures).toEqual({});
  expect(await heading()).toBe(true);
  expect([...(await running("api")), ...(await running("proxy")), ...(await running("redis"))].sort()).toEqual(others);
});

test("claim 39: rolled back twice under load, both times what was asked for serves, and no request fails", async () => {
  const back = await underLoad("rollback", shown("Back to the release before", "rollback"));
  await settled("web", 2);
  expect(await heading()).toBe(false);
  const again = await underLoad("rollback to 2", called("rollback", "--to", "2"));
  await settled("web", 2);
  expect(await heading()).toBe(true);
  expect([back.failures, again.failures]).toEqual([{}, {}]);
});

test.skipIf(!process.env.FLIPDOCS_SLOW)(
  "claim 39: rolled back after the host was pruned (a minute: FLIPDOCS_SLOW=1)",
  async () => {
    await host().docker("system", "prune", "--all", "--force");
    await called("rollback", "--to", "1");
    await settled("web", 2);
    expect(await heading()).toBe(false);
    await called("rollback", "--to", "2");
  },
);

test("claim 35: scaled up and down under load, no request fails, and the next deploy keeps the count", async () => {
  const during = async () => {
    await shown("One more replica", "scale", "--web", "3");
    await settled("web", 3);
    await called("deploy");
    await settled("web", 3);
    await called("scale", "--web", "2");
    await settled("web", 2);
  };
  expect((await underLoad("scale", during())).failures).toEqual({});
});

test("claim 35: a secret that changed rolls only who uses it, under load without a failed request", async () => {
  const web = await running("web");
  const api = await running("api");
  const file = join(site().files, "secrets");
  const before = readFileSync(file, "utf8");
  // The same key with a space at its end, which the API drops: another content.
  const changed = before.replace(/^(supabase_publishable_key=.*)$/m, "$1 ");
  rmSync(file);
  writeFileSync(file, changed);
  const outcome = await underLoad("secret", called("deploy"));
  await settled("api", 2);
  expect(outcome.failures).toEqual({});
  expect(await running("web")).toEqual(web);
  expect((await running("api")).filter((id) => api.includes(id))).toEqual([]);
});

test("claim 35: a new proxy is announced beforehand, and replaces nothing else", async () => {
  const others = [...(await running("web")), ...(await running("api")), ...(await running("redis"))].sort();
  const putBack = edit("nginx/snippets/limits.conf", "rate=20r/s", "rate=21r/s");
  expect(await called("plan")).toContain("proxy leaves before its successor comes");
  const away = await longestSilence(called("deploy"));
  putBack();
  console.info(`the site was silent for ${(away / 1000).toFixed(1)} s while its proxy was replaced`);
  expect([...(await running("web")), ...(await running("api")), ...(await running("redis"))].sort()).toEqual(others);
  expect((await visit("/")).status).toBe(200);
});

test("claim 42: every action has left a line: who, what, with which images, and how it ended", async () => {
  await shown("How is the site?", "health");
  await shown("Which releases are there?", "releases");
  await shown("Who did what?", "audit");
  const lines = await audit();
  const actions = lines.map(({ action }) => action);
  expect(new Set(actions)).toEqual(new Set(["deploy", "rollback", "scale"]));
  for (const line of lines) {
    expect(line.by).toMatch(/^SHA256:/);
    expect(line.result).toBeTruthy();
  }
  expect(lines.find(({ action }) => action === "deploy")?.digests).toHaveProperty("web");
});

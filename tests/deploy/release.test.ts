import { expect, test } from "vitest";
import { called, running, site, visit } from "./site.ts";

test("the first deploy makes a Swarm of a bare host, and the site answers", async () => {
  console.info(site().first);
  expect(site().first).toContain("Release 1 of flipdocs serves");
  expect((await visit("/")).status).toBe(200);
  expect((await visit("/api/ready")).status).toBe(200);
});

test("claim 35: the same release deployed again touches no container", async () => {
  const before = await running();
  const plan = await called("plan");
  const report = await called("deploy");
  console.info(report);
  expect(report).toContain("Nothing changed");
  expect(plan).toContain("othing would change");
  expect(await running()).toEqual(before);
});

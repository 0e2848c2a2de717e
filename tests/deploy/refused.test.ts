import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { audit, call, called, edit, host, running, settled, site, underLoad, visit } from "./site.ts";
import { keep } from "./transcript.ts";

let putBack: () => void = () => undefined;

afterEach(() => putBack());

/** A release that has to be refused, under load: what served before serves, no request fails, and no lock is left. */
async function refusedRelease(what: string, ...words: readonly string[]) {
  const before = [...(await running("web")), ...(await running("proxy"))];
  let ended = { code: undefined as number | undefined, stdout: "", stderr: "" };
  const outcome = await underLoad(
    what,
    call(site(), "deploy", ...words).then((one) => {
      ended = one;
    }),
  );
  await settled("api", 2);
  expect(outcome.failures).toEqual({});
  expect([...(await running("web")), ...(await running("proxy"))]).toEqual(before);
  expect((await visit("/api/ready")).status).toBe(200);
  expect(await called("unlock")).toContain("Nobody has the lock");
  keep(`Refused: ${what}`, ["deploy", ...words], ended);
  console.info(ended.stderr.slice(-3000));
  return ended;
}

/** Each builds a broken release and waits until it is taken back. */
describe.skipIf(!process.env.FLIPDOCS_SLOW)("what has to be refused (a quarter of an hour: FLIPDOCS_SLOW=1)", () => {
  test("claim 36: an image that no registry has is refused before anything changes", async () => {
    const images = join(site().files, "images");
    const digest = "f".repeat(64);
    const names = ["web", "api", "proxy", "acme", "redis"];
    writeFileSync(images, names.map((name) => `${name} 127.0.0.1:5000/none@sha256:${digest}\n`).join(""));
    const { code, stderr } = await refusedRelease("bad image", "--images", images);
    expect(code).toBe(2);
    expect(stderr).toContain("serves on");
  });

  test.each([
    {
      title: "a release whose health check fails is taken back, and its log is shown",
      what: "failing health check",
      change: ["apps/api/src/healthcheck.ts", "\n", "\nthrow new Error('this check never passes');\n"],
      says: "What served before serves",
    },
    {
      title: "a release that ends as soon as it starts is taken back, and its last words are shown",
      what: "crash loop",
      change: ["apps/api/src/index.ts", "\n", "\nthrow new Error('the last words of a release');\n"],
      says: "the last words of a release",
    },
    {
      title: "a release that does not answer with its own version is taken back",
      what: "failing smoke test",
      change: ["apps/api/src/health/routes.ts", "release: services.env.FLIPDOCS_RELEASE", 'release: "another"'],
      says: "/api/health is answered by another version",
    },
  ] as const)("claim 36: $title", async ({ what, change, says }) => {
    const [file, before, after] = change;
    putBack = edit(file, before, after);
    const { code, stderr } = await refusedRelease(what);
    expect(code).toBe(4);
    expect(stderr).toContain(says);
  });

  test("claim 42: what was refused is in the audit, with why", async () => {
    const results = (await audit()).slice(0, 3).map(({ result }) => String(result));
    for (const result of results) expect(result).toContain("refused");
  });

  test("claim 39: after what was refused, the next release is deployed", async () => {
    await called("deploy");
    expect(await called("plan")).toContain("othing would change");
    expect(await host().docker("service", "ls", "--format", "{{.Name}} {{.Replicas}}")).toMatch(/flipdocs_api 2\/2/);
  });
});

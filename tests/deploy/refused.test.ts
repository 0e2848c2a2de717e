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
  let ended = { code: null as number | null, stdout: "", stderr: "" };
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

  test("claim 36: a release whose health check fails is taken back, and its log is shown", async () => {
    putBack = edit("apps/api/src/healthcheck.ts", "\n", "\nthrow new Error('this check never passes');\n");
    const { code, stderr } = await refusedRelease("failing health check");
    expect(code).toBe(4);
    expect(stderr).toContain("What served before serves");
  });

  test("claim 36: a release that ends as soon as it starts is taken back, and its last words are shown", async () => {
    putBack = edit("apps/api/src/index.ts", "\n", "\nthrow new Error('the last words of a release');\n");
    const { code, stderr } = await refusedRelease("crash loop");
    expect(code).toBe(4);
    expect(stderr).toContain("the last words of a release");
  });

  test("claim 36: a release that does not answer with its own version is taken back", async () => {
    putBack = edit("apps/api/src/health/routes.ts", "release: services.env.FLIPDOCS_RELEASE", 'release: "another"');
    const { code, stderr } = await refusedRelease("failing smoke test");
    expect(code).toBe(4);
    expect(stderr).toContain("/api/health is answered by another version");
  });

  test("claim 42: what was refused is in the audit, with why", async () => {
    const results = (await audit()).slice(0, 3).map(({ result }) => String(result));
    for (const result of results) expect(result).toContain("refused");
  });

  test("claim 39: after what was refused, the next release is deployed", async () => {
    expect(await called("deploy")).toContain("Nothing changed");
    expect(await host().docker("service", "ls", "--format", "{{.Name}} {{.Replicas}}")).toMatch(/flipdocs_api 2\/2/);
  });
});

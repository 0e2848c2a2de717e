import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { images as bases } from "../dagger/src/images.ts";
import { dockerBinary, ensureBase } from "../packages/dagger-on-docker/src/base/index.ts";
import { hostCa } from "../packages/dagger-on-docker/src/build/host-ca.ts";
import { attempt, root } from "../testing/programs.ts";
import { docker } from "./programs.ts";

const tools = `flipdocs-test-${process.pid}-workflows`;

beforeAll(async () => {
  await ensureBase([bases.debian], () => undefined);
  const ca = hostCa();
  const secret = ca ? ["--secret", `id=ca,src=${ca}`] : [];
  await docker("build", "--quiet", ...secret, "--tag", tools, join(import.meta.dirname, "workflows"));
});

afterAll(() => docker("image", "rm", tools));

/** Runs a program of the tools on what .github holds, and on what `change` makes of it. */
function checked(program: string, change = "true") {
  const copy = `cp -r /given .github && mkdir .git && ${change} && ${program}`;
  const mount = ["--volume", `${join(root, ".github")}:/given:ro`];
  return attempt(dockerBinary(), ["run", "--rm", "--network", "none", ...mount, tools, "sh", "-c", copy]);
}

const actionlint = "actionlint -color=false";
const zizmor = "zizmor --offline --no-progress --persona auditor --color never .github";

test.each([
  ["actionlint", actionlint],
  ["zizmor", zizmor],
])("claim 29: %s has nothing to say", async (_, program) => {
  const { code, stdout, stderr } = await checked(program);
  expect({ code, said: code === 0 ? "" : stdout + stderr }).toEqual({ code: 0, said: "" });
});

test.each([
  ["actionlint", actionlint, "sed -i 's/needs: publish/needs: publishing/' .github/workflows/deploy.yml", "publishing"],
  ["zizmor", zizmor, "sed -i 's/@[0-9a-f]\\{40\\}/@v6/' .github/workflows/*.yml", "unpinned-uses"],
])("claim 29: %s would say what is wrong", async (_, program, change, said) => {
  const { code, stdout } = await checked(program, change);
  expect(code).not.toBe(0);
  expect(stdout).toContain(said);
});

test("the scripts that people and workflows run are good shell", async () => {
  const files = [
    "daggerw",
    "compose/host/provision.sh",
    "compose/prod/secrets.sh",
    "compose/monitoring/open.sh",
    ".github/identity-token.sh",
  ];
  const shellcheck = ["--external-sources", "--source-path=SCRIPTDIR", ...files];
  const mount = ["--volume", `${root}:/repository:ro`];
  await docker("run", "--rm", "--network", "none", ...mount, tools, "shellcheck", ...shellcheck);
});

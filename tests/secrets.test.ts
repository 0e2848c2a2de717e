import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { root } from "../testing/programs.ts";
import { textsIn } from "./image-content.ts";
import { daggerw, docker } from "./programs.ts";

const secret = `kept-${randomUUID()}`;
const folder = mkdtempSync(join(tmpdir(), "flipdocs-secret-"));
const env = { FIXTURE_TOKEN: secret };

beforeAll(() => writeFileSync(join(folder, "token"), secret));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const tells = (address: string, ...then: string[]) =>
  daggerw(
    [
      "-v",
      "--progress=plain",
      "-m",
      join(root, "tests/fixtures/pipeline"),
      "call",
      "tells",
      "--value",
      address,
      ...then,
    ],
    {
      env,
    },
  );

const addresses = { env: "env:FIXTURE_TOKEN", file: `file:${folder}/token`, cmd: `cmd:cat ${folder}/token` };

test.each(Object.entries(addresses))(
  "claim 6: a secret from %s: reaches its command, and no output",
  async (_, address) => {
    const { code, stdout, stderr, left } = await tells(address, "combined-output");
    expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringContaining(`length ${secret.length}`) });
    expect(stdout).toContain("variable ***");
    expect(stdout).toContain("file ***");
    expect(stdout + stderr).not.toContain(secret);
    expect(left).toEqual([]);
  },
);

test("claim 6: a secret is in no line of the Dockerfile", async () => {
  const { code, stdout, stderr } = await tells(addresses.env, "dockerfile");
  expect(code).toBe(0);
  expect(stdout).toContain("--mount=type=secret");
  expect(stdout + stderr).not.toContain(secret);
});

test("claim 6: a secret is in neither history nor layers of the image", async () => {
  const name = `flipdocs-test-secret-${process.pid}`;
  try {
    expect((await tells(addresses.env, "export-image", "--name", name)).code).toBe(0);
    const history = await docker("history", "--no-trunc", "--format", "{{.CreatedBy}}", name);
    expect(history).toContain("variable $TOKEN");
    expect(history).not.toContain(secret);
    expect(textsIn(name, [secret, "root:x:0:0"])).toEqual(["root:x:0:0"]);
  } finally {
    await docker("rmi", "--force", name).catch(() => {});
  }
});

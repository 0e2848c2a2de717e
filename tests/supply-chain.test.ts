import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { z } from "zod";
import { images as bases } from "../dagger/src/images.ts";
import { ensureBase } from "../packages/dagger-on-docker/src/base/index.ts";
import { hostCa } from "../packages/dagger-on-docker/src/build/host-ca.ts";
import { docker } from "./programs.ts";

const Proof = z.object({
  spdx: z.string(),
  packages: z.array(z.string()),
  signed: z.boolean(),
  attested: z.boolean(),
  changedSigned: z.boolean(),
  changedAttested: z.boolean(),
});

const images = inject("images");
const tools = `flipdocs-test-${process.pid}-supply-chain`;
const folder = mkdtempSync(join(tmpdir(), "flipdocs-supply-chain-"));

beforeAll(async () => {
  await ensureBase([bases.debian], () => undefined);
  const ca = hostCa();
  const secret = ca ? ["--secret", `id=ca,src=${ca}`] : [];
  await docker("build", "--quiet", ...secret, "--tag", tools, join(import.meta.dirname, "supply-chain"));
});

afterAll(async () => {
  await docker("image", "rm", tools);
  rmSync(folder, { recursive: true });
});

/** What is installed into each image, as its list of packages has to name it. */
describe.each([
  ["web", ["libc6", "zod"]],
  ["api", ["libc6", "sharp"]],
  ["proxy", ["libc6", "nginx"]],
] as const)("the image of %s", (app, expected) => {
  let proof: z.infer<typeof Proof>;

  beforeAll(async () => {
    const archive = join(folder, `${app}.tar`);
    await docker("save", "--output", archive, images[app]);
    proof = Proof.parse(JSON.parse(await docker("run", "--rm", "--volume", `${archive}:/image.tar:ro`, tools)));
  });

  test("claim 8: has an SPDX list of its packages", () => {
    expect(proof.spdx).toMatch(/^SPDX-\d/);
    expect(proof.packages.length).toBeGreaterThan(5);
    expect(proof.packages).toEqual(expect.arrayContaining([...expected]));
  });

  test("claim 9: can be signed and attested, and neither holds once a byte has changed", () => {
    const { signed, attested, changedSigned, changedAttested } = proof;
    expect({ signed, attested }).toEqual({ signed: true, attested: true });
    expect({ changedSigned, changedAttested }).toEqual({ changedSigned: false, changedAttested: false });
  });
});

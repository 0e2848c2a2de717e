import { randomUUID } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { dockerBinary } from "../packages/dagger-on-docker/src/base/docker.ts";
import { copyRepository, type RepositoryCopy } from "../testing/repository.ts";
import { textsIn } from "./image-content.ts";
import { daggerw, docker } from "./programs.ts";

/** Where secrets lie on a laptop, and what git ignores for other reasons. */
const ignored = [
  ".env",
  ".env.local",
  "apps/web/.env.production",
  "compose/prod/secrets/redis-password",
  "compose/prod/site.env",
  "nginx/site.pem",
  "packages/book/deploy.key",
  "packages/contract/src/made.log",
  "packages/contract/own/ignored-by-its-folder",
];
const tracked = [".env.example", "packages/contract/src/tracked.txt"];
const canaries = Object.fromEntries([...ignored, ...tracked].map((path) => [path, `canary-${randomUUID()}`]));
const canariesIn = (text: string): string[] =>
  Object.keys(canaries).filter((path) => text.includes(canaries[path] ?? ""));

const image = `flipdocs-test-source-${process.pid}`;
const sent = mkdtempSync(join(tmpdir(), "flipdocs-sent-"));
let copy: RepositoryCopy;

/** A client that keeps what each build sends, and has what a check builds as an image. */
const client = `#!/bin/bash
[ "$1" = build ] && cp -R "\${@: -1}/." "${sent}/"
exec "${dockerBinary()}" "\${@/type=cacheonly/type=docker,name=${image}}"
`;

beforeAll(() => {
  copy = copyRepository();
  for (const [path, canary] of Object.entries(canaries)) {
    mkdirSync(dirname(join(copy.folder, path)), { recursive: true });
    // As a variable: the command line reads .env, and takes nothing else in it.
    writeFileSync(join(copy.folder, path), `CANARY=${canary}\n`);
  }
  writeFileSync(join(copy.folder, "packages/contract/own/.gitignore"), "/ignored*\n");
});
afterAll(async () => {
  copy?.remove();
  rmSync(sent, { recursive: true, force: true });
  await docker("rmi", "--force", image);
});

test("claim 6: what git ignores, and secrets by their names, reach no archive, layer or log of a check", async () => {
  const program = join(mkdtempSync(join(copy.folder, ".git/client-")), "docker");
  writeFileSync(program, client, { mode: 0o755 });
  const said = await daggerw(["-v", "--progress=plain", "check", "lint"], {
    cwd: copy.folder,
    env: { DOCKER_BIN: program },
  });
  expect(said).toMatchObject({ code: 0, stdout: "" });
  expect(canariesIn(said.stderr)).toEqual([]);
  const archives = readdirSync(sent, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const content = archives.map(({ parentPath, name }) => readFileSync(join(parentPath, name), "latin1")).join("\n");
  expect(canariesIn(content)).toEqual(tracked);
  expect(canariesIn(textsIn(image, Object.values(canaries)).join("\n"))).toEqual(tracked);
});

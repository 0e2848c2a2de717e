import { rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type WorkingCopy, workingCopy } from "./working-copy.ts";

let copy: WorkingCopy;
beforeAll(async () => {
  copy = await workingCopy();
});
afterAll(() => copy?.remove());

const described = (text: string) => copy.edit("package.json", '"private": true,', `"private": true,${text}`);
const manifest = async () => JSON.parse(await copy.dev("exec", "-T", "api", "cat", "package.json")) as object;

test("a syntax error in the web app does not keep the rest from starting, with images to be made", async () => {
  await copy.edit("apps/web/src/app/library/page.tsx", "export default", "export default default");
  expect(await copy.dev()).toMatch(/building flipdocs-dev\/web.*http:\/\/localhost/s);
});

test("images are those of the present state, also after it has changed and changed back", async () => {
  const first = await manifest();
  await described(' "description": "another branch",');
  await copy.dev();
  expect(await manifest()).toEqual({ ...first, description: "another branch" });
  await copy.edit("package.json", ' "description": "another branch",', "");
  await copy.dev();
  expect(await manifest()).toEqual(first);
});

describe("what does not start says why", () => {
  test("a variable that the API misses", async () => {
    await copy.edit("apps/api/src/env.ts", "SUPABASE_URL: ", "NEW_KEY: z.string(),\n  SUPABASE_URL: ");
    await expect(copy.dev("up", "--force-recreate")).rejects.toThrow(/api ended with exit code 1.*NEW_KEY: /s);
    await copy.edit("apps/api/src/env.ts", "NEW_KEY: z.string(),\n  ", "");
    expect(await copy.dev()).toContain("http://localhost");
  });

  test("a port that is taken, with the variable that moves it", async () => {
    const server = createServer();
    const port = await new Promise<number>((done) =>
      server.listen(0, "127.0.0.1", () => done((server.address() as { port: number }).port)),
    );
    const start = copy.devWith({ FLIPDOCS_REDIS_PORT: String(port) });
    await expect(start).rejects.toThrow(
      `port ${port}, wanted for redis, is taken. Give another one: FLIPDOCS_REDIS_PORT=`,
    );
    server.close();
  });

  test.each([
    [
      "broken",
      "20991231000001_broken.sql",
      "selec 1;",
      /20991231000001_broken failed.*syntax error at or near "selec"/s,
    ],
    [
      "edited after it was applied",
      "20251123000004_storage.sql",
      "select 1;",
      /storage was edited after it had been applied/,
    ],
  ])("a migration that is %s", async (_, file, sql, reason) => {
    const path = join(copy.root, "packages/supabase/migrations", file);
    await writeFile(path, sql);
    await expect(copy.dev("up", "--force-recreate")).rejects.toThrow(reason);
    await rm(path);
  });
});

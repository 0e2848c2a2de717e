import { beforeAll, describe, expect, test } from "vitest";
import { call, called, host, site } from "../deploy/site.ts";
import { bucket, made, openShop, shopDatabase } from "./kept.ts";
import { sql } from "./machines.ts";

/** What is on the host and on the database's server: a drill leaves nothing of its own. */
const around = async () => [
  await host().docker("volume", "ls", "--quiet"),
  await host().docker("ps", "--all", "--quiet", "--filter", "name=flipdocs-drill"),
  await sql("select datname from pg_database order by 1"),
];

describe.skipIf(!process.env.FLIPDOCS_SLOW)("a drill (minutes: FLIPDOCS_SLOW=1)", () => {
  beforeAll(openShop);

  test("claim 40: a drill restores the newest backup beside what is there, says that it is equal, and leaves nothing", async () => {
    const newest = made(await called("backup", ...bucket(), ...shopDatabase()));
    const before = await around();
    const said = await called("drill", ...bucket(), ...shopDatabase());
    console.info(said);
    expect(said).toContain(`Backup ${newest} of `);
    expect(said).toMatch(/ {2}database: 1 tables, equal\n/);
    expect(said).toMatch(/ {2}redis: \d+ files, \d+ bytes, equal\n/);
    expect(await around()).toEqual(before);
  });

  test("claim 40: a drill finds a backup that is damaged, and touches nothing", async () => {
    await called("backup", "--to", "/mnt/damaged");
    await host().sh(
      "find /mnt/damaged/data -type f | while read -r pack; do printf damaged | dd of=$pack bs=1 seek=40 conv=notrunc status=none; done",
    );
    const ended = await call(site(), "drill", "--to", "/mnt/damaged");
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain("The backup could not be restored beside what is there, which was not touched.");
    expect((await call(site(), "health")).code).toBe(0);
  });

  test("claim 42: drills are in the audit", async () => {
    const lines = JSON.parse(await called("audit", "--format", "json")) as { action: string; result: string }[];
    expect(lines.findLast(({ action }) => action === "drill")?.result).toMatch(
      /^backup [0-9a-f]{8}: database: 1 tables, equal, /,
    );
  });
});

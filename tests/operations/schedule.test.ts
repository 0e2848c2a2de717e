import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { until } from "../../testing/programs.ts";
import { call, called, host, site } from "../deploy/site.ts";
import { bucket, listed, made, openShop, redis, shopDatabase } from "./kept.ts";
import { AS_SOMEBODY, aws, sql } from "./machines.ts";

const service = "flipdocs-schedule_backup";
const kept = () => bucket("--to", `s3:http://${aws().address}:5000/kept/scheduled`);

/** What health says of the backups, and how it ended. */
async function health(): Promise<{ code: number | undefined; is?: string; says?: string }> {
  const { code, stdout, stderr } = await call(site(), "health", "--format", "json");
  const [text = "[]"] = /^\[[\s\S]*?^\]/m.exec(stdout || stderr) ?? [];
  const checks = JSON.parse(text) as { check: string; is: string; says: string }[];
  return { code, ...checks.find(({ check }) => check === "backups") };
}

/** Waits until health says so. */
const told = (is: string, says: RegExp) =>
  until(300, async () => {
    const { code, ...said } = await health();
    return said.is === is && says.test(said.says ?? "") ? { code, ...said } : undefined;
  });

/** Runs a script on the host where a volume is. */
const inVolume = (name: string, script: string) =>
  host().sh(`cd /var/lib/docker/volumes/flipdocs${name}/_data && ${script}`);

describe.skipIf(!process.env.FLIPDOCS_SLOW)("a schedule (minutes: FLIPDOCS_SLOW=1)", () => {
  beforeAll(openShop);
  afterAll(() => called("schedule", "--off"));

  test("claim 40: a host backs itself up with nobody there, and what it made restores while it goes on", async () => {
    await redis("redis-cli set scheduled kept");
    const first = made(await called("schedule", ...kept(), ...shopDatabase(), "--every", "1s", "--keep", "100"));
    const newest = await until(300, async () => {
      const [one, other] = await listed(...kept());
      return one && other?.backup !== first && one.backup !== first && one.release === "" ? one.backup : undefined;
    });
    expect(newest).toMatch(/^[0-9a-f]{8}$/);
    await redis("redis-cli del scheduled");
    await sql("drop table books", "shop");
    await called("restore", ...kept(), ...shopDatabase(), "--backup", newest);
    expect(await redis("redis-cli get scheduled")).toBe("kept");
    expect(await sql("select count(*) from books", "shop")).toBe("200");
    expect(await called("status")).toMatch(/^Backups: the last one was made \d+ s ago, one is due every 1 s/m);
  });

  test("what makes backups sees volumes, its secrets, and nothing else of the host", async () => {
    const spec = await host().docker(
      "service",
      "inspect",
      "--format",
      "{{json .Spec.TaskTemplate.ContainerSpec}}",
      service,
    );
    const { Mounts, Secrets } = JSON.parse(spec) as {
      Mounts: { Type: string; Source?: string; ReadOnly?: boolean }[];
      Secrets: { SecretName: string }[];
    };
    expect(Mounts.filter(({ Type }) => Type === "bind")).toEqual([]);
    expect(Mounts.find(({ Source }) => Source === "flipdocs_redis")?.ReadOnly).toBe(true);
    expect(Secrets.map(({ SecretName }) => SecretName.replace(/[0-9a-f]{12}$/, "")).sort()).toEqual([
      "flipdocs-schedule_database_",
      "flipdocs-schedule_passphrase_",
      "flipdocs-schedule_password_",
    ]);
    expect(spec).not.toMatch(/strange|of the tests/);
  });

  test("half a restore keeps the schedule still, and health says so", async () => {
    await inVolume("_redis", "mkdir .restoring");
    expect((await call(site(), "restore", "--to", "/mnt/none")).code).toBe(2);
    expect((await told("warn", /A restore was begun and is not finished\.$/)).code).toBe(0);
    await inVolume("_redis", "rmdir .restoring");
    // It tries again when the next one is due.
    await told("ok", /^the last one was made/);
  });

  test("claim 43: a backup that fails is told with its reason, and one that is late makes the site not healthy", async () => {
    await aws().sh([...AS_SOMEBODY, "aws s3 rm --quiet --recursive s3://kept/scheduled"].join("\n"));
    await told("warn", /tried \d+ s ago: There are no backups on s3:/);
    await inVolume("-schedule", "echo 1000 >good");
    expect(await told("BAD", /There are no backups on s3:/)).toMatchObject({ code: 6 });
  });

  test("claim 43: a schedule that could not back up is refused, and the one that is there stays", async () => {
    const before = await host().docker("service", "inspect", service);
    const ended = await call(site(), "schedule", ...kept(), "--to", "s3:http://127.0.0.1:9/kept/scheduled");
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain("The backups on s3:http://127.0.0.1:9/kept/scheduled cannot be reached.");
    expect(await host().docker("service", "inspect", service)).toBe(before);
  });

  test("a schedule that ends leaves its backups, and nothing else", async () => {
    const folder = ["--to", "/mnt/scheduled"];
    const first = made(await called("schedule", ...folder));
    expect(await health()).toMatchObject({ code: 0, is: "ok" });
    await called("schedule", "--off");
    expect(await host().docker("service", "ls", "--quiet", "--filter", "name=flipdocs-schedule")).toBe("");
    expect(await host().docker("secret", "ls", "--quiet", "--filter", "name=flipdocs-schedule")).toBe("");
    expect(await listed(...folder)).toMatchObject([{ backup: first }]);
    expect(await health()).not.toHaveProperty("is");
  });

  test("claim 42: schedules are in the audit", async () => {
    const lines = JSON.parse(await called("audit", "--format", "json")) as { action: string; result: string }[];
    expect(lines.findLast(({ action }) => action === "schedule")?.result).toMatch(/^every 1 s, backup [0-9a-f]{8}$/);
    expect(lines.findLast(({ action }) => action === "unschedule")?.result).toBe("ended");
  });
});

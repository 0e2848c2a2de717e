import { existsSync, mkdtempSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { attempt, until } from "../../testing/programs.ts";
import { begin, call, called, host, site, visit } from "../deploy/site.ts";
import { factsOf, type Host, startHost } from "../hosts/host.ts";
import { bucket, keys, listed, made, openShop, redis, secretFile, shop, shopDatabase } from "./kept.ts";
import { AS_SOMEBODY, aws } from "./machines.ts";
import { answers, atFifty, deployWeb, images } from "./site.ts";
import { imagesFile, newWeb, prepare } from "./small-site.ts";

/** What a person would miss: each row, each key of Redis with what it holds, each file with its owner. */
const everything = async (machine: Host = host()) => [
  await shop("select md5(string_agg(b::text, '|' order by id)) || ' ' || count(*) from books b"),
  await keys(machine),
  await machine.sh(
    "cd /var/lib/docker/volumes/flipdocs_certificate/_data && find . -printf '%P %m %U %l\\n' | sort && find . -type f -exec cat {} +",
  ),
];

/** Loses what the host and the database keep, as a disk that fails does. */
async function destroy(): Promise<void> {
  await host().docker("service", "scale", "flipdocs_redis=0", "flipdocs_acme=0");
  await until(60, async () => (await host().docker("ps", "--quiet", "--filter", "volume=flipdocs_redis")) === "");
  await host().sh("for name in redis certificate; do rm -rf /var/lib/docker/volumes/flipdocs_$name/_data/*; done");
  await shop("drop table books");
}

/** What a deploy calls the flags that say where backups are kept: its own are the registry's. */
const DEPLOYS: Readonly<Record<string, string>> = {
  "--to": "--backup",
  "--username": "--bucketuser",
  "--password": "--bucketpassword",
};

beforeAll(async () => {
  await openShop();
  await redis("for n in $(seq 200); do echo set session:$n value-$n; done | redis-cli | tail -n 1");
  await host().sh(
    "cd /var/lib/docker/volumes/flipdocs_certificate/_data && echo pem >'a file.pem' && ln -sf 'a file.pem' current && chown -h 101:101 . * && chmod 600 'a file.pem'",
  );
});

test("claim 40: backed up to a bucket under load, destroyed and restored, every row, session and file is equal", async () => {
  const before = await everything();
  const outcome = await atFifty("backup", called("backup", ...bucket(), ...shopDatabase()).then(console.info));
  expect(outcome.failures).toEqual({});
  await destroy();
  console.info(await called("restore", ...bucket(), ...shopDatabase()));
  expect(await everything()).toEqual(before);
  expect((await visit("/")).status).toBe(200);
});

test("nothing that a bucket keeps can be read by who has no passphrase", async () => {
  const said = await aws().sh(
    [
      ...AS_SOMEBODY,
      "aws s3 sync --quiet s3://kept /kept",
      "find /kept -type f | wc -l",
      "grep -rlE 'session:1|Book 1' /kept | wc -l",
    ].join("\n"),
  );
  const [all, readable] = said.split("\n").map(Number);
  expect(all).toBeGreaterThan(3);
  expect(readable).toBe(0);
});

test("a folder of the host keeps as many as it is told to, and they are listed", async () => {
  const folder = ["--to", "/mnt/backups"];
  await called("backup", ...folder, "--keep", "1");
  const newest = made(await called("backup", ...folder, "--keep", "1"));
  const listed = JSON.parse(await called("backups", ...folder, "--format", "json")) as unknown[];
  expect(listed).toMatchObject([{ backup: newest, release: expect.stringMatching(/^\d+$/) }]);
});

test("a backup is brought to a folder here, encrypted, and restored from it", async () => {
  await redis("redis-cli set carried here");
  const before = await keys();
  const [folder, passphrase] = [
    join(site().files, "here"),
    ["--passphrase", secretFile("here-phrase", "quiet otters")],
  ];
  await called("backup-here", ...passphrase, "export", "--path", folder);
  expect(existsSync(join(folder, "config"))).toBe(true);
  expect((await attempt("grep", ["-rlE", "session:1|carried", folder])).stdout).toBe("");
  await redis("redis-cli del carried");
  expect(await called("restore", "--from", folder, ...passphrase)).toContain("what is there now equals it");
  expect(await keys()).toBe(before);
  expect(await host().docker("volume", "ls", "--quiet", "--filter", "name=carried")).toBe("");
});

test("claim 43: a folder that is no backup is refused, and nothing is touched", async () => {
  const ended = await call(site(), "restore", "--from", mkdtempSync(join(site().files, "empty-")));
  expect([ended.code, ended.stderr]).toEqual([2, expect.stringContaining("nothing has changed.")]);
});

test.concurrent.each<[string, () => readonly string[], string]>([
  ["the wrong passphrase", () => bucket("--passphrase", secretFile("other", "wrong")), "The passphrase does not open"],
  ["a bucket that is away", () => bucket("--to", "s3:http://127.0.0.1:9/kept/flipdocs"), "cannot be reached."],
  ["a bucket without any", () => bucket("--to", `s3:http://${aws().address}:5000/kept/none`), "There are no backups"],
])("claim 43: of backups, %s is an error of its own", async (_, words, said) => {
  const ended = await call(site(), "backups", ...words());
  expect(ended.code).toBe(2);
  expect(ended.stderr).toContain(said);
  expect(ended.stdout + ended.stderr).not.toContain("strange");
});

test("claim 43: a backup that is none is an error of its own, and nothing is touched", async () => {
  const before = await keys();
  const ended = await call(site(), "restore", ...bucket("--backup", "00000000"));
  expect(ended.code).toBe(2);
  expect(ended.stderr).toContain("could not be fetched; nothing has changed.");
  expect(await keys()).toBe(before);
});

test.skipIf(!process.env.FLIPDOCS_SLOW)(
  "claim 37: killed while it backs up or restores, the same again succeeds, and the older backup comes back whole (minutes: FLIPDOCS_SLOW=1)",
  async () => {
    const older = made(await called("backup"));
    const before = await keys();
    await redis("for n in $(seq 200); do echo set later:$n value-$n; done | redis-cli | tail -n 1");
    const backup = begin(site(), "backup");
    await until(300, async () => (await host().docker("ps", "--quiet", "--filter", "name=flipdocs-backup$")) !== "");
    backup.child.kill("SIGKILL");
    await host().sh("docker kill flipdocs-backup || :");
    await backup.ended;
    await called("unlock");
    expect(made(await called("backup"))).toMatch(/^[0-9a-f]{8}$/);
    const restore = begin(site(), "restore", "--backup", older);
    await until(300, async () => (await host().docker("service", "ls")).includes("0/0"));
    restore.child.kill("SIGKILL");
    await restore.ended;
    await called("unlock");
    await called("restore", "--backup", older);
    expect(await keys()).toBe(before);
  },
);

test("a deploy that is told where to backs up first, and nothing where nothing changes", async () => {
  await called("backup", "--to", "/mnt/deployed");
  const words = ["--backup", "/mnt/deployed", "--keep", "3"];
  const { web } = await deployWeb("backed up", ...words);
  const [newest] = await listed("--to", "/mnt/deployed");
  expect(newest?.release).toMatch(/^\d+$/);
  await called("deploy", "--images", imagesFile(site().files, { ...images(), web }), ...words);
  expect((await listed("--to", "/mnt/deployed")).length).toBe(2);
});

test("claim 36: a backup that fails stops the deploy, and the old version serves", async () => {
  const then = await answers();
  const web = await newWeb(host(), "never deployed, never backed up");
  const away = ["--backup", "s3:http://127.0.0.1:9/kept/x", "--passphrase", `file:${site().files}/secrets`];
  const ended = await call(site(), "deploy", "--images", imagesFile(site().files, { ...images(), web }), ...away);
  expect(ended.code).toBe(2);
  expect(ended.stderr).toContain("The backups on s3:http://127.0.0.1:9/kept/x cannot be reached.");
  expect(await answers()).toBe(then);
  expect(await called("unlock")).toContain("Nobody has the lock");
});

test("claim 42: what was backed up and restored is in the audit", async () => {
  const lines = JSON.parse(await called("audit", "--format", "json")) as { action: string; result: string }[];
  const results = (wanted: string) => lines.filter(({ action }) => action === wanted).map(({ result }) => result);
  expect(results("restore")).toContainEqual(expect.stringMatching(/^backup [0-9a-f]{8}: .*redis: \d+ files, /));
  expect(results("backup")).toContainEqual(expect.stringMatching(/^backup [0-9a-f]{8}$/));
});

test.skipIf(!process.env.FLIPDOCS_SLOW)(
  "claim 40: the host is lost; one command deploys to a new one, restores from the bucket, and it backs itself up (minutes: FLIPDOCS_SLOW=1)",
  async () => {
    await called("backup", ...bucket(), ...shopDatabase());
    const before = await everything();
    const fresh = await startHost();
    try {
      const there = { ...site(), host: factsOf(fresh) };
      const file = imagesFile(site().files, { ...images(), ...(await prepare(fresh)) });
      const began = Date.now();
      const place = bucket().map((word) => DEPLOYS[word] ?? word);
      const words = ["--images", file, ...place, "--restore", "latest", "--every", "1h"];
      const { code, stdout, stderr } = await call(there, "deploy", ...words);
      console.info(`${((Date.now() - began) / 1000).toFixed(0)} s after there is a host:\n${stdout}`);
      expect({ code, stderr: code === 0 ? "" : stderr }).toEqual({ code: 0, stderr: "" });
      expect((await call(there, "status")).stdout).toMatch(/^Backups: .* one is due every 60 min\.$/m);
      const again = await call(there, "deploy", ...words);
      expect([again.code, again.stderr]).toEqual([2, expect.stringContaining("--restore is for a new host")]);
      expect(await everything(fresh)).toEqual(before);
    } finally {
      await fresh.remove();
    }
  },
);

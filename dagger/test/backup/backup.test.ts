import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { backupScript, keptBy } from "../../src/backup/backup.ts";
import { listed, named } from "../../src/backup/backups.ts";
import { stoppedFor } from "../../src/backup/pause.ts";
import { drillScript, fetchScript, placeScript } from "../../src/backup/place.ts";
import { carried, found, parseRepository } from "../../src/backup/repository.ts";
import { behindOf, parseBackup } from "../../src/backup/restore.ts";
import { ASSIGN, inside, runRefusal } from "../../src/backup/run.ts";
import { COPY, volumesOf } from "../../src/backup/volumes.ts";
import { release, stackFile } from "../deploy/stack.ts";

const secret = {} as never;
const volume = (source: string, read_only = false) => ({ type: "volume", source, target: "/data", read_only });
const site = release(7, {
  ...stackFile({
    redis: { image: "redis", volumes: [volume("redis")] },
    proxy: { image: "proxy", ports: [{ target: 8443 }], volumes: [volume("certificate", true)] },
    web: { image: "web", deploy: { replicas: 2 } },
  }),
  volumes: { redis: {}, certificate: { name: "kept-elsewhere" } },
});
const volumes = volumesOf("flipdocs", site);

test("volumes have the names that Docker gave them", () => {
  expect(volumes).toEqual([
    { key: "redis", name: "flipdocs_redis" },
    { key: "certificate", name: "kept-elsewhere" },
  ]);
});

test("who writes to a volume is stopped for a restore; with the database, all who may ask it", () => {
  expect(stoppedFor(site, false)).toEqual(["redis"]);
  expect(stoppedFor(site, true)).toEqual(["web", "redis"]);
});

test.each([
  "s3:https://s3.eu-central-1.amazonaws.com/bucket/flipdocs",
  "s3:http://10.0.0.2:9000/bucket",
  "/mnt/backups",
  "/mnt/backups/",
  "",
])("backups are kept in %j", (to) => {
  expect(parseRepository({ to, passphrase: secret })).toMatchObject({ to });
});

test.each(["", "/mnt/backups", carried("flipdocs")])("a restore takes %j, and no volume but its own", (to) => {
  expect(parseRepository({ to }, carried("flipdocs"))).toEqual({ to });
  expect(() => parseRepository({ to: "flipdocs_redis" }, carried("flipdocs"))).toThrow("neither a bucket nor a folder");
});

test.each<[string, Parameters<typeof parseRepository>[0], string]>([
  [
    "a folder of nobody knows where",
    { to: "backups" },
    "--to backups: this is neither a bucket nor a folder of the host.",
  ],
  ["a folder that would be a flag", { to: "/mnt:ro" }, "this is neither a bucket nor a folder"],
  ["a bucket without a host", { to: "s3://bucket" }, "this is neither a bucket nor a folder"],
  ["a bucket without a passphrase", { to: "s3:https://s3.example/b" }, "What leaves the host is encrypted"],
  [
    "a key in the bucket's address",
    { to: "s3:https://AKIA:never-said@s3.example/b", passphrase: secret },
    "--to has the bucket's key in it",
  ],
  ["half of the bucket's key", { to: "", username: "id" }, "--username and --password go together."],
])("%s is refused", (_, given, said) => {
  expect(() => parseRepository(given)).toThrow(said);
});

test.each<[string, string, string[]]>([
  ["", "/repository", ["flipdocs-backups:/repository"]],
  ["/mnt/backups", "/repository", ["/mnt/backups:/repository"]],
  ["s3:https://s3.example/bucket", "s3:https://s3.example/bucket", []],
])("what is kept in %j is found on the host", (to, repository, mounts) => {
  expect(found("flipdocs", to)).toEqual({ repository, mounts });
});

test.each(["latest", "0123abcd"])("%s is a backup", (id) => {
  expect(parseBackup(id)).toBe(id);
});

test.each(["", "../..", "newest", "0123"])("%j is no backup", (id) => {
  expect(() => parseBackup(id)).toThrow("this is no backup.\ndagger call backups lists them");
});

test("a deploy backs up where it is told to, and else not", () => {
  const kept = { keep: 14, days: 0 };
  expect(keptBy("", {}, kept)).toBeUndefined();
  expect(keptBy("host", {}, kept)).toMatchObject({ repository: { to: "" }, keep: 14 });
  expect(keptBy("/mnt/backups", {}, kept)).toMatchObject({ repository: { to: "/mnt/backups" } });
  expect(() => keptBy("backups", {}, kept)).toThrow("this is neither a bucket nor a folder of the host.");
  expect(() => keptBy("host", {}, { ...kept, keep: 0 })).toThrow("--keep 0: one has to stay.");
  for (const days of [-1, 36_526])
    expect(() => keptBy("host", {}, { ...kept, days })).toThrow(`--days ${days}: no backup can be so old.`);
});

test("older backups go only after the new one is whole, by number and age", () => {
  const script = backupScript({ stack: "flipdocs", number: 7, volumes, hasDatabase: true, keep: 3, days: 30 }).split(
    "\n",
  );
  expect(script.slice(script.indexOf("mkdir -p /data/volumes /data/sums"))).toEqual([
    "mkdir -p /data/volumes /data/sums",
    "copy /volumes/redis /data/volumes/redis",
    "sums /data/volumes/redis >/data/sums/redis",
    "copy /volumes/certificate /data/volumes/certificate",
    "sums /data/volumes/certificate >/data/sums/certificate",
    "export FROM=/run/given/database INTO=/run/given",
    ...script.slice(
      script.indexOf("export FROM=/run/given/database INTO=/run/given") + 1,
      script.indexOf("pg_dump --format custom --file /data/database.dump"),
    ),
    "pg_dump --format custom --file /data/database.dump",
    "restic $OPTIONS backup --json --quiet --host 'flipdocs' --tag release=7 --group-by host /data >/tmp/made || exit 55",
    "tail -n 1 /tmp/made",
    "restic $OPTIONS forget --quiet --host 'flipdocs' --group-by host --keep-last 3 --keep-within 30d --prune >/dev/null || exit 61",
    "restic $OPTIONS check --quiet >/dev/null || exit 62",
  ]);
});

test("without a database none is asked, and without days only the number counts", () => {
  const script = backupScript({ stack: "flipdocs", number: 7, volumes, hasDatabase: false, keep: 3, days: 0 });
  expect(script).not.toContain("pg_dump");
  expect(script).toContain("--keep-last 3 --prune");
});

const brought = { stack: "flipdocs", id: "latest", volumes, hasDatabase: true };

test("all is fetched and compared before anything is put in its place", () => {
  const fetched = fetchScript({ ...brought, hasDatabase: false });
  expect(fetched).not.toMatch(/ mv | -delete|pg_restore/);
  expect(fetched).toContain("cmp /tmp/sums /sums/redis");
  const placed = placeScript(brought).split("\n");
  expect(placed.findIndex((line) => line.includes("pg_restore --dbname"))).toBeLessThan(
    placed.indexOf("cd /volumes/redis"),
  );
});

test("what the database has and the backup does not stops a restore, but for what goes with its table", () => {
  const lines = fetchScript(brought).split("\n");
  const entries = lines.filter((line) => /^kinds=|^entries\(\)/.test(line));
  const list = [
    "; Selected TOC Entries:",
    "2; 3079 16390 EXTENSION - pg_trgm ",
    "215; 1259 16385 TABLE public books postgres",
    "3360; 0 16385 TABLE DATA public books postgres",
    "216; 1255 16401 FUNCTION public find(text, integer) ada",
    "3214; 1259 16391 INDEX public books_title postgres",
  ].join("\n");
  const script = ["pg_restore() { cat; }", ...entries, "entries -"].join("\n");
  expect(spawnSync("sh", ["-euc", script], { input: list, encoding: "utf8" }).stdout.split("\n")).toEqual([
    "EXTENSION - pg_trgm",
    "FUNCTION public find(text, integer)",
    "TABLE DATA public books",
    "TABLE public books",
    "",
  ]);
  expect(lines.at(-1)).toContain("exit 64");
  expect(placeScript(brought)).not.toContain("entries");
});

test.each([
  ["flipdocs", 0],
  ["another", 63],
])("a backup of %s ends the fetching of flipdocs' with %d", (hostname, status) => {
  const [named] = fetchScript(brought)
    .split("\n")
    .filter((line) => line.includes('"hostname":'));
  const script = `echo '[{"hostname":"${hostname}"}]' >"$FILE"\n${named?.replaceAll("/tmp/named", '"$FILE"')}`;
  const folder = mkdtempSync(join(tmpdir(), "flipdocs-named-"));
  const env = { PATH: process.env.PATH, FILE: join(folder, "named") };
  expect(spawnSync("sh", ["-euc", script], { env }).status).toBe(status);
  rmSync(folder, { recursive: true });
});

test.each<[string | undefined, string | undefined, string]>([
  ["20260101000002_pages", "20260101000001", "and the database is at 20260101000001: dagger call deploy --database"],
  ["20260101000002_pages", "", "and the database is without any"],
  ["20260101000002_pages", "20260101000002", ""],
  ["20260101000002_pages", "20260101000003", ""],
  ["", "20260101000002", ""],
  [undefined, undefined, ""],
])("where a release needs %j and %j was brought back, the report says %j", (needs, migrated, said) => {
  expect(behindOf(needs, migrated).join()).toContain(said);
  expect(behindOf(needs, migrated)).toHaveLength(said ? 1 : 0);
});

test("the latest backup has its name once it is fetched, and none is refused", () => {
  expect(fetchScript(brought)).toContain("restic $OPTIONS snapshots --json --host 'flipdocs' latest");
  const said = '\n==== backup\n[{"short_id":"aaaa1111","time":"2026-11-26T20:00:00.1Z"}]\n';
  expect(named(said).backup).toBe("aaaa1111");
  for (const none of ["", "\n==== backup\n[]\n"]) expect(() => named(none)).toThrow("holds nothing of this stack's");
});

test("a drill restores into a database of its own, which goes whatever comes of it", () => {
  const script = drillScript(brought);
  const restores = script.split("\n").filter((line) => /pg_restore --dbname|pg_dump|psql -XAt/.test(line));
  expect(restores).toHaveLength(3);
  for (const line of restores) expect(line).toContain('"service=flipdocs dbname=flipdocs_drill"');
  expect(script).toContain("trap 'code=$?; drop; exit $code' EXIT");
  expect(spawnSync("sh", ["-n"], { input: script, encoding: "utf8" }).stderr).toBe("");
});

test("what is secret is no word of a command, and what runs may do little", () => {
  const lines = inside({
    image: "flipdocs-backup:1",
    stack: "flipdocs",
    to: "",
    mounts: ["a:/volumes/a:ro"],
    name: "flipdocs-backup",
  });
  const run = lines.find((line) => line.includes("docker run")) ?? "";
  expect(run).toContain("--volume a:/volumes/a:ro --volume flipdocs-backups:/repository");
  expect(run).toContain("--cap-drop ALL");
  expect(run).not.toMatch(/--env|PASSWORD/);
});

test.each<[number, string, string]>([
  [51, "", "The passphrase does not open the backups."],
  [52, "s3:https://s3.example/b", "The backups on s3:https://s3.example/b cannot be reached."],
  [53, "", "There are no backups on the host."],
  [61, "", "The backup was made, and older ones could not be taken away."],
  [62, "", "The backup was made, and what keeps the backups did not pass its check."],
  [63, "", "The backup holds nothing of this stack's."],
  [65, "", "The passphrase is empty; nothing was done."],
  [64, "", "The database has what the backup does not know; nothing has changed."],
  [1, "", "The backup was not made."],
])("ended with %d, a run says why", (code, to, said) => {
  const stdout = "\n==== failed\nthe reason\n";
  const refusal = runRefusal({ code, stdout, stderr: "" }, to, "The backup was not made.");
  expect(refusal.problem).toBe(said);
  expect(refusal.log).toBe("the reason");
});

test.each<[number, string, string]>([
  [54, "cp: error writing '/data/volumes/redis/dump.rdb': No space left on device", "The disk is full"],
  [52, "Fatal: unable to open config file: Stat: RequestTimeTooSkewed", "the host's clock is right"],
  [52, "Fatal: unable to open config file: Stat: Access Denied.", "It has to list, read, write and delete."],
  [61, "Remove(<snapshot/1>) failed: Access Denied.", "It has to list, read, write and delete."],
  [1, "pg_dump: error: aborting because of server version mismatch", "newer than Postgres 17"],
  [52, "dial tcp: no such host", "Check --to, --username and --password"],
])("ended with %d and %j, a run says what to do", (code, said, hint) => {
  const stdout = `\n==== failed\n${said}\n`;
  expect(runRefusal({ code, stdout, stderr: "" }, "", "The backup was not made.").hint).toContain(hint);
});

test("a bucket and its key id are the same on the host, whatever they are made of", () => {
  const to = 's3:https://s3.example/it\'s/$HOME/`date`/"quoted"\\\\n';
  const lines = inside({ image: "i", stack: "flipdocs", to, mounts: [], name: "flipdocs-backup" });
  const docker = "docker() { [ $1 = run ] && cat >$OUT; }; mkdir -p $RUN;";
  const folder = mkdtempSync(join(tmpdir(), "flipdocs-inside-"));
  const script = [docker, ...lines, "inside </dev/null"].join("\n").replaceAll("/run/ssh", folder);
  const env = { PATH: process.env.PATH, OUT: join(folder, "out"), RUN: folder, BUCKET_USER: "o'id $x" };
  spawnSync("sh", ["-euc", script], { env });
  const said = '. $OUT; printf "%s %s" "$RESTIC_REPOSITORY" "$AWS_ACCESS_KEY_ID"';
  expect(spawnSync("sh", ["-euc", said], { env, encoding: "utf8" }).stdout).toBe(`${to} o'id $x`);
  rmSync(folder, { recursive: true });
});

test.each([
  ["", 65],
  ["\n", 65],
  ["quiet otters\n", 0],
])("a passphrase %j ends a run with %d", (passphrase, status) => {
  const folder = mkdtempSync(join(tmpdir(), "flipdocs-inside-"));
  writeFileSync(join(folder, "passphrase"), passphrase);
  const lines = inside({ image: "i", stack: "flipdocs", to: "", mounts: [] });
  const script = lines.join("\n").replaceAll("/run/given", folder);
  expect(spawnSync("sh", ["-euc", script]).status).toBe(status);
  rmSync(folder, { recursive: true });
});

/** Copies a folder by COPY, where `cp` is what the test says. */
const copied = (cp: string) =>
  spawnSync("sh", ["-euc", [...COPY, "names() { :; }", `cp() { ${cp}; }`, "copy /from /to-nowhere"].join("\n")], {
    encoding: "utf8",
  });

test("a copy for which the disk has no room says that, and not that what is copied does not keep still", () => {
  const { status, stderr } = copied("echo 'cp: error writing: No space left on device' >&2; return 1");
  expect({ status, stderr }).toMatchObject({ status: 54, stderr: expect.stringMatching(/No space left on device\n$/) });
  expect(stderr).not.toContain("keep still");
  expect(copied("echo 'cp: it moved' >&2; return 1").stderr).toMatch(/does not keep still: .*\ncp: it moved\n$/);
});

test("backups are listed newest first, with their release", () => {
  const all = [
    {
      short_id: "aaaa1111",
      time: "2026-11-26T20:00:00.1Z",
      tags: ["release=7"],
      summary: { total_bytes_processed: 1_234_567 },
    },
    { short_id: "bbbb2222", time: "2026-11-27T20:00:00.1Z" },
  ];
  expect(listed(all)).toEqual([
    { backup: "bbbb2222", made: "2026-11-27 20:00 UTC", release: "", megabytes: "0.00" },
    { backup: "aaaa1111", made: "2026-11-26 20:00 UTC", release: "7", megabytes: "1.23" },
  ]);
});

test("a passphrase is the same on the host, whatever it is made of", () => {
  const passphrase = 'it\'s long & strange $HOME `date` \\n "quoted"';
  const script = `${ASSIGN}\nfile=$(mktemp); cat >$file; eval "$(assign GIVEN $file)"; rm $file; printf %s "$GIVEN"`;
  const { stdout } = spawnSync("sh", ["-euc", script], { input: `${passphrase}\r\n`, encoding: "utf8" });
  expect(stdout).toBe(passphrase);
});

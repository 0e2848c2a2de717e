import { dag } from "@dagger.io/dagger";
import { beforeEach, expect, test, vi } from "vitest";
import { type Due, due } from "../../src/backup/due.ts";
import { health } from "../../src/deploy/health.ts";
import type { Access } from "../../src/deploy/reach.ts";
import { EXIT } from "../../src/deploy/refusal.ts";
import type { Entry } from "../../src/deploy/release.ts";
import { audit, logs, releases, status, unlock } from "../../src/deploy/reports.ts";
import { act } from "../../src/release/act.ts";
import { dockerSays, ended, printed } from "./said.ts";
import { pinnedProxy, ref, release, running, stackFile } from "./stack.ts";

vi.mock("../../src/release/act.ts");
vi.mock("../../src/backup/due.ts", async (original) => ({
  ...(await original<typeof import("../../src/backup/due.ts")>()),
  due: vi.fn(),
}));

const access: Access = {
  host: "deploy@203.0.113.7",
  key: dag.setSecret("key", "never read"),
  knownhosts: dag.directory().file("known_hosts"),
  stack: "flipdocs",
};
const info = { ServerVersion: "26.1.5", Swarm: { LocalNodeState: "active", ControlAvailable: true, NodeID: "n" } };
const node = (name: string, Role: string) => ({
  ID: name === "one" ? "n" : name,
  Spec: { Role, Availability: "active" },
  Description: { Hostname: name },
  Status: { State: "ready" },
});
const now = { info, host: "2000\nFilesystem\n/dev/vda 100000000 1 50000000 1% /", ...dockerSays(running()) };
const lock = { id: "l1", by: "ada", action: "deploy", run: "", since: 1880, seen: 1990 };
const served = release(7, stackFile(), { version: "1.4.0" });
const backups: Due = { every: 3600, to: "/mnt/b", volumes: [], now: 2000, good: 1400, runs: true };

const says = (...all: readonly object[]) => {
  for (const parts of all) vi.mocked(act).mockResolvedValueOnce(printed(parts as Record<string, unknown>));
};

beforeEach(() => {
  vi.mocked(act).mockReset();
  vi.mocked(due).mockReset().mockResolvedValue(undefined);
});

test("releases are listed newest first, and which of them serves", async () => {
  says({ all: [release(1, stackFile(), { at: 60 }), release(2, stackFile(), { at: 120, of: 1, version: "1.1" })] });
  expect((await releases(access, "table")).split("\n")).toEqual([
    "RELEASE  VERSION  DEPLOYED          BY   NOW     OF            IMAGES",
    "2        1.1      1970-01-01 00:02  ada  serves  as release 1  web aaaaaaaaaaaa, proxy bbbbbbbbbbbb",
    "1        1        1970-01-01 00:01  ada  -       -             web aaaaaaaaaaaa, proxy bbbbbbbbbbbb",
  ]);
});

test("a program is told of a release's schema and run, too", async () => {
  says({ all: [release(1, stackFile(), { schema: "20251123000001_profiles", run: "https://ci.example/7" })] });
  expect(JSON.parse(await releases(access, "json"))).toMatchObject([
    { release: 1, of: "", schema: "20251123000001_profiles", run: "https://ci.example/7" },
  ]);
});

test.each([
  ["releases", releases, "Nothing was deployed yet."],
  ["what was done", audit, "Nothing was done yet."],
] as const)("where there is none of %s, that is said, and to a program nothing", async (_, report, words) => {
  says({ all: [] }, { all: [] });
  expect([await report(access, "table"), await report(access, "json")]).toEqual([words, "[]"]);
});

test("a host that is no manager has no releases; one that says nothing is an error", async () => {
  vi.mocked(act).mockResolvedValueOnce(ended("Error: This node is not a swarm manager."));
  expect(await releases(access, "table")).toBe("Nothing was deployed yet.");
  vi.mocked(act).mockResolvedValueOnce(ended("rpc error"));
  await expect(releases(access, "table")).rejects.toThrow("What flipdocs keeps on the host cannot be read.");
});

const entry: Entry = {
  at: 60,
  by: "ada",
  run: "",
  action: "deploy",
  result: "release 7",
  digests: { web: "a1" },
  seconds: 9,
};

test("what was done is told newest first, with the images it was about", async () => {
  says({ all: [entry, { ...entry, at: 120, action: "scale", result: "web 3", digests: {} }] });
  expect((await audit(access, "table")).split("\n")).toEqual([
    "AT                BY   ACTION  RESULT     SECONDS  IMAGES  RUN",
    "1970-01-01 00:02  ada  scale   web 3      9        -       -",
    "1970-01-01 00:01  ada  deploy  release 7  9        web a1  -",
  ]);
});

test("a program is told of each as it was kept", async () => {
  says({ all: [entry, { ...entry, at: 120 }] });
  expect(JSON.parse(await audit(access, "json"))).toEqual([{ ...entry, at: 120 }, entry]);
});

test("what runs is told service by service, below who deployed it and when", async () => {
  says({ ...now, history: [served] });
  expect((await status(access, "table")).split("\n")).toEqual([
    "Release 7 (1.4.0), deployed 17 min ago by ada.",
    "",
    "SERVICE  REPLICAS  STATE    IMAGE         UPDATE",
    "web      2/2       healthy  aaaaaaaaaaaa  -",
    "proxy    1/1       healthy  bbbbbbbbbbbb  -",
  ]);
});

test("somebody at work, the backups, and several hosts are told above it", async () => {
  vi.mocked(due).mockResolvedValue(backups);
  const stack = stackFile({ proxy: pinnedProxy });
  const hosts = [node("one", "manager"), node("two", "worker")];
  says({ ...now, history: [release(7, stack)], lock, hosts });
  const lines = (await status(access, "table")).split("\n");
  expect(lines.slice(1, 6)).toEqual([
    "ada is at it: deploy since 2 min, last heard of 10 s ago.",
    "Backups: the last one was made 10 min ago, one is due every 60 min.",
    "host one: manager, ready, keeps proxy.",
    "host two: worker, ready.",
    "",
  ]);
  expect(lines[6]).toMatch(/^SERVICE +REPLICAS +STATE +ON +IMAGE +UPDATE$/);
  expect(lines[7]).toMatch(/^web +2\/2 +healthy +2 on one +aaaaaaaaaaaa/);
});

test("a host without a release says so, and a program gets all that is known", async () => {
  says(now, { ...now, history: [served], lock });
  expect((await status(access, "table")).split("\n")[0]).toBe("Nothing was deployed from here yet.");
  expect(JSON.parse(await status(access, "json"))).toMatchObject({
    release: 7,
    version: "1.4.0",
    lock: { by: "ada" },
    services: [{ service: "web", replicas: "2/2" }, { service: "proxy" }],
  });
});

test("a log is asked for as it was wanted, and told without its last line's end", async () => {
  vi.mocked(act).mockResolvedValueOnce({ code: 0, stdout: "one\ntwo\n", stderr: "" });
  expect(await logs(access, { service: "web", tail: 20, since: "10m" })).toBe("one\ntwo");
  const lines = vi.mocked(act).mock.calls[0]?.[1] ?? [];
  expect(lines.at(-1)).toBe("docker service logs --no-trunc --tail 20 --since '10m' 'flipdocs_web' 2>&1");
});

test.each([
  ["a service that is not there", ended("web api ", 44), "There is no service shop.\nSay one of: web api"],
  ["a stack that is not there", ended("", 44), "There is no service shop.\nSay one of: none runs"],
  [
    "a log that Docker does not give",
    ended("rpc error"),
    "The log of shop cannot be read.\nWhat Docker says of it is below.\n\nrpc error",
  ],
])("%s is refused", async (_, answer, message) => {
  vi.mocked(act).mockResolvedValueOnce(answer);
  const asked = logs(access, { service: "shop", tail: 5, since: "" });
  await expect(asked).rejects.toMatchObject({ code: EXIT.refused, message });
});

test("the lock that is there is taken away, and no other; whose it was is told", async () => {
  says({ ...now, lock }, {});
  expect(await unlock(access)).toBe("Took away the lock of ada: deploy, 2 min ago, last heard of 10 s ago.");
  expect(vi.mocked(act).mock.calls[1]?.[1].at(-1)).toBe("docker config rm l1 >/dev/null");
});

test("where nobody has the lock, nothing is changed", async () => {
  says(now);
  expect(await unlock(access)).toBe("Nobody has the lock.");
  expect(act).toHaveBeenCalledTimes(1);
});

test("a lock that stays is an error", async () => {
  says({ ...now, lock });
  vi.mocked(act).mockResolvedValueOnce(ended("no such config"));
  await expect(unlock(access)).rejects.toThrow(
    "The lock could not be taken away.\nWhat Docker says of it is below.\n\nno such config",
  );
});

const certificate = { days: "60", hashes: "a\nb" };
const webOnly = stackFile({
  proxy: { image: ref("proxy", "b"), environment: { PUBLIC_ORIGIN: "https://books.example" } },
});

test("a healthy site is told with its services, its answer, its certificate and its disk", async () => {
  vi.mocked(due).mockResolvedValue(backups);
  says({ ...now, history: [release(7, webOnly)] }, {}, certificate);
  expect((await health(access, "table")).split("\n")).toEqual([
    "CHECK        IS  SAYS",
    "web          ok  2/2 replicas, healthy",
    "proxy        ok  1/1 replicas, healthy",
    "site         ok  https://books.example answers with release 7",
    "certificate  ok  60 days left",
    "disk         ok  51.2 of 102.4 GB free",
    "backups      ok  the last one was made 10 min ago, one is due every 60 min",
  ]);
});

test("one that answers with another version is not healthy, and the table says what it answers", async () => {
  says(
    { ...now, history: [release(7, webOnly)] },
    { "/version": '{"release":"c"}\n200', "/": "nginx\n502" },
    certificate,
  );
  const asked = health(access, "table");
  await expect(asked).rejects.toMatchObject({ code: EXIT.unhealthy, problem: "The site is not healthy." });
  await expect(asked).rejects.toThrow(
    /site +BAD +\/version is answered by another version: \{"release":"c"\} \(wanted "release":"aaaaaaaaaaaa"\)\nsite +BAD +\/: 502 nginx/,
  );
});

test("a host without a release is not healthy either, and asked for no answer", async () => {
  says(now);
  await expect(health(access, "table")).rejects.toMatchObject({
    code: EXIT.unhealthy,
    problem: "Nothing was deployed to this host yet.",
  });
  expect(act).toHaveBeenCalledTimes(1);
});

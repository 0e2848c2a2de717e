import { dag } from "@dagger.io/dagger";
import { beforeEach, expect, test, vi } from "vitest";
import { makeBackup } from "../../src/backup/backup.ts";
import { type Deployed, deploy, plan, releaseOf } from "../../src/deploy/deploy.ts";
import { fetchImages } from "../../src/deploy/fetch.ts";
import { locked } from "../../src/deploy/locked.ts";
import { type Observed, observe } from "../../src/deploy/observe.ts";
import { rollback } from "../../src/deploy/rollback.ts";
import { hasty, rollout } from "../../src/deploy/rollout.ts";
import { mustAnswer } from "../../src/deploy/verify.ts";
import { migrate, planSchema } from "../../src/migrations/migrate.ts";
import { say } from "../../src/progress.ts";
import type { ComposeConfig } from "../../src/release/compose-config.ts";
import { bare, ref, release, running, service, stackFile } from "./stack.ts";

vi.mock("../../src/progress.ts");
vi.mock("../../src/backup/backup.ts");
vi.mock("../../src/deploy/fetch.ts");
vi.mock("../../src/deploy/locked.ts");
vi.mock("../../src/deploy/observe.ts");
vi.mock("../../src/deploy/rollout.ts", async (original) => ({
  ...(await original<typeof import("../../src/deploy/rollout.ts")>()),
  rollout: vi.fn(),
}));
vi.mock("../../src/deploy/verify.ts");
vi.mock("../../src/migrations/migrate.ts");

const access = {
  host: "deploy@203.0.113.7",
  key: dag.setSecret("key", "never read"),
  knownhosts: dag.directory().file("k"),
  stack: "flipdocs",
};
const owner = { by: "ada", action: "deploy", run: "https://ci.example/7" };
const lock = { ...owner, id: "mine", since: 0, seen: 0 };
const config: ComposeConfig = { name: "flipdocs", services: { web: { image: "web", deploy: { replicas: 2 } } } };
const before = stackFile({ web: { image: ref("web", "a"), deploy: { replicas: 2 } } });
const { proxy: _, ...webOnly } = before.services;
const serving = release(7, { ...before, services: webOnly }, { schema: "1_a" });
const host = (other: Partial<Observed> = {}) =>
  bare({
    swarm: "manager",
    release: serving,
    history: [serving],
    releases: [7],
    state: { ...running(), services: { web: service(ref("web", "a"), { replicas: 2 }) } },
    ...other,
  });

let seen: Observed;
/** What was done, in its order. */
let done: string[];
let results: unknown[];

/** A deploy of web, by these digests. */
const deployed = (letter: string, other: Partial<Deployed> = {}): Deployed => ({
  access,
  owner,
  version: "1.4.0",
  config: Promise.resolve(config),
  supply: { built: true, begin: async () => async () => ({ web: ref("web", letter) }) },
  schema: { folder: dag.directory(), ahead: false },
  wait: 0,
  deadline: 300,
  ...other,
});
const schema = (pending: readonly string[]) =>
  vi.mocked(planSchema).mockResolvedValue({ needs: "2_b", pending: pending as never, text: "migrations" });

beforeEach(() => {
  [seen, done, results] = [host(), [], []];
  const does = (name: string) => async () => void done.push(name);
  vi.mocked(observe)
    .mockReset()
    .mockImplementation(async () => seen);
  vi.mocked(fetchImages).mockReset().mockImplementation(does("fetch"));
  vi.mocked(rollout).mockReset().mockImplementation(does("rollout"));
  vi.mocked(migrate).mockReset().mockImplementation(does("migrate"));
  vi.mocked(mustAnswer).mockReset().mockImplementation(does("ask"));
  vi.mocked(makeBackup)
    .mockReset()
    .mockImplementation(async () => {
      done.push("backup");
      return { text: "backed up" } as never;
    });
  vi.mocked(say).mockReset();
  vi.mocked(locked)
    .mockReset()
    .mockImplementation(async (_, __, work) => {
      done.push("lock");
      const result = await work(seen, lock);
      results.push(result);
      return result;
    });
  schema([]);
});

test("images are there and trusted before the lock is taken, and the release is written down with what it needs", async () => {
  const check = async () => void done.push("trust");
  const { release: number, text } = await deploy(deployed("c", { check }));
  expect(done).toEqual(["trust", "fetch", "lock", "fetch", "rollout"]);
  expect([number, text.split("\n")[0]]).toEqual([8, "Release 8 of flipdocs serves on 203.0.113.7."]);
  expect(text).toContain("web  image        aaaaaaaaaaaa → cccccccccccc\nNothing is interrupted.\nmigrations");
  expect(results).toMatchObject([
    {
      result: "release 8",
      digests: { web: "cccccccccccc" },
      release: { number: 8, version: "1.4.0", by: "ada", run: owner.run, at: 1000, schema: "2_b", scaled: {} },
    },
  ]);
  expect(vi.mocked(rollout).mock.calls[0]?.[1]).toMatchObject({
    name: "flipdocs",
    address: "203.0.113.7",
    before: serving.stack,
    deadline: 300,
    lock,
  });
});

test("where nothing would change, the site has to answer, and there is no new release", async () => {
  const { release: number, text } = await deploy(deployed("a"));
  expect(done).toEqual(["fetch", "lock", "fetch", "ask"]);
  expect([number, text.split("\n")[0]]).toEqual([undefined, "Nothing changed on 203.0.113.7: all of it serves."]);
  expect(results).toMatchObject([{ result: "nothing changed", digests: { web: "aaaaaaaaaaaa" } }]);
});

test("a backup comes before the database is changed, and that before the new version serves", async () => {
  schema(["2_b"]);
  const { text } = await deploy(deployed("c", { backup: {} as never }));
  expect(done).toEqual(["fetch", "lock", "fetch", "backup", "migrate", "rollout"]);
  expect(text).toContain("backed up");
});

test.each([
  ["nothing changes", "a", host()],
  ["nothing served before", "c", host({ release: null, releases: [] })],
])("no backup is made where %s", async (_, letter, given) => {
  seen = given;
  await deploy(deployed(letter, { backup: {} as never }));
  expect(makeBackup).not.toHaveBeenCalled();
});

test("a migration alone is a release, too, once the site answers", async () => {
  schema(["2_b"]);
  expect((await deploy(deployed("a", { backup: {} as never }))).release).toBe(8);
  expect(done).toEqual(["fetch", "lock", "fetch", "backup", "migrate", "ask"]);
});

test("what the host is refuses a deploy before anything is brought to it", async () => {
  seen = host({ docker: "20.10.5" });
  const bring = vi.fn(async () => ({}));
  const supply = { built: true, begin: async () => bring };
  await expect(deploy(deployed("c", { supply }))).rejects.toThrow("Docker 20.10.5 is too old");
  expect([bring.mock.calls, done]).toEqual([[], []]);
});

test("images that were built elsewhere are not measured by this machine", async () => {
  seen = host({ arch: "aarch64" });
  const built = deployed("c");
  await expect(deploy(built)).rejects.toThrow("The host is aarch64, and images built here are x86_64");
  await deploy({ ...built, supply: { ...built.supply, built: false } });
  expect(rollout).toHaveBeenCalledTimes(1);
});

test("a first release needs more room, and makes a Swarm of the host", async () => {
  seen = host({ swarm: "none", release: null, releases: [], state: { services: {}, tasks: [] } });
  expect((await deploy(deployed("c"))).release).toBe(1);
  expect(vi.mocked(locked).mock.calls[0]?.[1]).toMatchObject({ init: true, names: [], wait: 0 });
  seen = { ...seen, disk: { free: 1e9, total: 9e9 } };
  await expect(deploy(deployed("c"))).rejects.toThrow(
    "1.0 GB are free where Docker keeps its files, 2.0 GB are needed",
  );
  seen = host({ disk: { free: 1e9, total: 9e9 } });
  await deploy(deployed("c"));
});

test("images that are not trusted are not fetched", async () => {
  const check = async () => Promise.reject(new Error("not signed"));
  await expect(deploy(deployed("c", { check }))).rejects.toThrow("not signed");
  expect(done).toEqual([]);
});

test("a build that fails ends it", async () => {
  const supply = { built: true, begin: async () => Promise.reject(new Error("next build failed")) };
  await expect(deploy(deployed("c", { supply }))).rejects.toThrow("next build failed");
});

test("ports that something else listens on are told, those of the stack's own proxy not", async () => {
  const ports = [
    { target: 8443, published: "443" },
    { target: 8443, published: "443", protocol: "udp" },
  ];
  const proxied = Promise.resolve({ ...config, services: { web: { image: "web", ports } } });
  seen = host({ listening: ["udp 443"] });
  await expect(deploy(deployed("c", { config: proxied }))).rejects.toThrow("Port udp 443 is taken");
});

test("a plan changes nothing, and warns of what a deploy would", async () => {
  seen = host({ hardened: false });
  expect((await plan(deployed("c"))).split("\n")).toEqual([
    expect.stringMatching(/^warning: Docker on the host allows new privileges/),
    "web  image        aaaaaaaaaaaa → cccccccccccc",
    "Nothing is interrupted.",
    "migrations",
  ]);
  expect([done, vi.mocked(planSchema).mock.calls[0]?.[1].ahead]).toEqual([[], true]);
});

test.each([
  ["", [], "1"],
  ["main", [3, 9], "main"],
])("a release that calls itself %j, after %j", (version, releases, called) => {
  const made = releaseOf(before, { releases, now: 5 }, { version, by: "ada", run: "" }, config);
  expect(made).toMatchObject({ number: (releases.at(-1) ?? 0) + 1, version: called, at: 5, by: "ada" });
});

test("which counts somebody set by hand is kept with a release", () => {
  const four = stackFile({ web: { image: "a", deploy: { replicas: 4 } }, api: { image: "b" } });
  const made = releaseOf(four, { releases: [], now: 0 }, { version: "", by: "", run: "" }, config);
  expect(made.scaled).toEqual({ web: 4 });
});

const of = (letter: string) => ({
  ...before,
  services: { web: { image: ref("web", letter), deploy: { replicas: 2 } } },
});
const back = (other: object = {}) => rollback({ access, owner, to: 0, ahead: false, wait: 0, deadline: 300, ...other });

test("a rollback brings back the release before as the next one, all at once, with the replicas there are", async () => {
  seen = host({ history: [release(6, of("b"), { version: "1.3.0" }), serving], releases: [6, 7] });
  expect((await back()).split("\n")[0]).toBe("Release 8 of flipdocs serves on 203.0.113.7: 1.3.0, as release 6 was.");
  expect(done).toEqual(["lock", "fetch", "rollout"]);
  expect(vi.mocked(rollout).mock.calls[0]?.[1]).toMatchObject({ before: serving.stack, stack: hasty(of("b")) });
  expect(results).toMatchObject([
    { result: "release 8, as 6 was", release: { number: 8, of: 6, by: "ada", at: 1000, stack: of("b") } },
  ]);
});

test("a rollback to what serves changes nothing", async () => {
  expect((await back({ to: 7 })).split("\n")[0]).toBe("Nothing changed.");
  expect(done).toEqual(["lock"]);
});

test("a release of an older schema is brought back where that is meant alone", async () => {
  const old = release(6, of("b"), { schema: "0_z" });
  seen = host({ history: [old, serving], releases: [6, 7] });
  await expect(back()).rejects.toThrow(
    "The release was made for the schema 0_z, and the database has been taken to 1_a.",
  );
  await back({ ahead: true });
  expect(rollout).toHaveBeenCalledTimes(1);
});

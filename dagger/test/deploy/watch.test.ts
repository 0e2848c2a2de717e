import { type Container, dag } from "@dagger.io/dagger";
import { beforeEach, expect, test, vi } from "vitest";
import { EXIT } from "../../src/deploy/refusal.ts";
import type { StackState } from "../../src/deploy/state.ts";
import { watch, whyFailed } from "../../src/deploy/watch.ts";
import { say } from "../../src/progress.ts";
import { act } from "../../src/release/act.ts";
import { dockerSays, ended, printed } from "./said.ts";
import { ref, running, service, stackFile, task } from "./stack.ts";

vi.mock("../../src/release/act.ts");
vi.mock("../../src/progress.ts");

const SINCE = "2026-11-26T20:14:00";
const after = "2026-11-26T20:14:00.5Z";
const lock = { id: "mine", by: "ada", action: "deploy", run: "", since: 0, seen: 0 };
const on: Container = dag.container();
const stack = stackFile();
const watched = { name: "flipdocs", stack, since: SINCE, lock, deadline: 60 };

const looks = (state: StackState, other: object = {}) =>
  printed({ seen: "s1", lock, time: "1000", ...dockerSays(state), ...other });
const starting = (): StackState => ({
  ...running(),
  tasks: running().tasks.map((one) => (one.service === "web" ? { ...one, state: "starting" } : one)),
});

/** What the host is asked for in a step. */
const asked = (step: number): readonly string[] => vi.mocked(act).mock.calls[step]?.[1] ?? [];

beforeEach(() => {
  vi.mocked(act).mockReset();
  vi.mocked(say).mockReset();
});

test("a rollout is looked at until all of it runs, and each change is said once", async () => {
  vi.mocked(act)
    .mockResolvedValueOnce(looks(starting()))
    .mockResolvedValueOnce(looks(starting(), { seen: "s2", time: "1060" }))
    .mockResolvedValueOnce(looks(running(), { time: "1060" }));
  const { standings, state, isLate } = await watch(on, watched);
  expect([standings.web, state.tasks.length, isLate]).toEqual([{ is: "done", line: "2 of 2 run" }, 3, false]);
  expect(vi.mocked(say).mock.calls).toEqual([
    ["web", "0 of 2 run, starting"],
    ["proxy", "1 of 1 run"],
    ["web", "2 of 2 run"],
  ]);
});

test("a question waits for what was not seen before", async () => {
  vi.mocked(act).mockResolvedValueOnce(looks(starting())).mockResolvedValueOnce(looks(running()));
  await watch(on, watched);
  expect([asked(0).includes("SEEN=''"), asked(1).includes("SEEN='s1'")]).toEqual([true, true]);
});

test("what does not run when its time is over is late, and looked at no more", async () => {
  vi.mocked(act)
    .mockResolvedValueOnce(looks(starting()))
    .mockResolvedValueOnce(looks(starting(), { time: "1061" }));
  expect(await watch(on, watched)).toMatchObject({ isLate: true, standings: { web: { is: "waiting" } } });
});

test("a service that failed is not waited for, and said to have", async () => {
  const back = { update: "rollback_completed", began: after };
  const services = { ...running().services, web: service(ref("web", "a"), back) };
  vi.mocked(act).mockResolvedValueOnce(looks({ ...running(), services }));
  expect(await watch(on, watched)).toMatchObject({ isLate: false, standings: { web: { is: "failed" } } });
  expect(say).toHaveBeenCalledWith("web", "FAILED: Swarm took it back: a task did not become healthy");
});

test.each([
  ["is somebody else's", { ...lock, id: "theirs" }],
  ["is gone", "null"],
  ["is not told of", ""],
])("a lock that %s ends it", async (_, theirs) => {
  vi.mocked(act).mockResolvedValueOnce(looks(running(), { lock: theirs }));
  await expect(watch(on, watched)).rejects.toMatchObject({
    code: EXIT.locked,
    problem: "Somebody took the lock away while this went on.",
  });
});

test("a host that does not answer any more leaves it open how it ended", async () => {
  vi.mocked(act).mockResolvedValueOnce(ended("rpc error"));
  await expect(watch(on, watched)).rejects.toMatchObject({
    code: EXIT.rolledBack,
    message: "The rollout cannot be watched any more.\ndagger call status says how it ended.\n\nrpc error",
  });
});

const failed = (id: string, other: object) =>
  task("web", ref("web", "a"), { id, state: "failed", created: after, ...other });
const outcome = (...tasks: readonly ReturnType<typeof task>[]) => ({
  standings: {},
  isLate: false,
  state: { services: {}, tasks: [...tasks] },
});

test("why a service failed is told by the newest of its tasks that says so, with the end of its log", async () => {
  vi.mocked(act).mockResolvedValueOnce(printed({ web: "one\nno such module" }));
  const tasks = [
    failed("before", { created: "2026-11-26T20:13:59Z", error: "old" }),
    failed("first", { error: "exit 1" }),
    failed("second", { error: "exit 7" }),
    failed("third", {}),
    task("api", "", { id: "other", created: after, error: "exit 2" }),
  ];
  expect(await whyFailed(on, outcome(...tasks), ["web"], SINCE)).toBe("web: exit 7\none\nno such module");
  expect(asked(0).at(-1)).toBe("part web docker service logs --raw --tail 20 second 2>&1 || :");
});

test("several that failed are told one below the other; one that says nothing was not healthy in time", async () => {
  vi.mocked(act).mockResolvedValueOnce(printed({ web: "log" }));
  const api = task("api", "", { created: after, error: "exit 2" });
  expect(await whyFailed(on, outcome(failed("a", {}), api), ["web", "api"], SINCE)).toBe(
    "web: did not become healthy in time\nlog\n\napi: exit 2\n",
  );
});

test("where no task was made since, nothing is asked", async () => {
  expect(await whyFailed(on, outcome(failed("a", { created: "2025" })), ["web"], SINCE)).toBe("");
  expect(act).not.toHaveBeenCalled();
});

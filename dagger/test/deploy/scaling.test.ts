import { type Container, dag } from "@dagger.io/dagger";
import { beforeEach, expect, test, vi } from "vitest";
import { locked } from "../../src/deploy/locked.ts";
import type { Observed } from "../../src/deploy/observe.ts";
import { EXIT } from "../../src/deploy/refusal.ts";
import { rescale, scale } from "../../src/deploy/scale.ts";
import { spread } from "../../src/deploy/spread.ts";
import { Steps } from "../../src/deploy/steps.ts";
import { type Outcome, watch, whyFailed } from "../../src/deploy/watch.ts";
import { say } from "../../src/progress.ts";
import { act } from "../../src/release/act.ts";
import { ended, printed } from "./said.ts";
import { bare, ref, release, running, stackFile, task, worker } from "./stack.ts";

vi.mock("../../src/progress.ts");
vi.mock("../../src/release/act.ts");
vi.mock("../../src/deploy/locked.ts");
vi.mock("../../src/deploy/watch.ts", async (original) => ({
  ...(await original<typeof import("../../src/deploy/watch.ts")>()),
  watch: vi.fn(),
  whyFailed: vi.fn(async () => "why"),
}));

const on: Container = dag.container();
const SINCE = "2026-11-26T20:14:00";
const lock = { id: "mine", by: "ada", action: "scale", run: "", since: 0, seen: 0 };
const outcome = (is: "done" | "failed"): Outcome => ({
  standings: { web: { is, line: "" }, proxy: { is: "done", line: "" } },
  state: running(),
  isLate: false,
});
const updates = (step: number) =>
  vi.mocked(act).mock.calls[step]?.[1].filter((line) => line.startsWith("docker service"));

let seen: Observed;
const results: unknown[] = [];

beforeEach(() => {
  seen = bare({ swarm: "manager", release: release(1) });
  results.length = 0;
  vi.mocked(say).mockReset();
  vi.mocked(act)
    .mockReset()
    .mockResolvedValue(printed({ since: SINCE }));
  vi.mocked(watch).mockReset().mockResolvedValue(outcome("done"));
  vi.mocked(locked)
    .mockReset()
    .mockImplementation(async (_, __, work) => {
      const done = await work(seen, lock);
      results.push(done);
      return done;
    });
});

const access = {
  host: "deploy@h",
  key: dag.setSecret("key", "never read"),
  knownhosts: dag.directory().file("k"),
  stack: "flipdocs",
};
const scaling = (counts: Record<string, number>) =>
  scale({ access, owner: { by: "ada", action: "scale", run: "" }, counts, wait: 0, deadline: 60 });

test("replicas are asked for, waited for, and written down", async () => {
  expect((await scaling({ web: 3 })).split("\n")[0]).toBe("web has 3: all of them serve.");
  expect(updates(0)).toEqual([
    "docker service update --detach --quiet --replicas 3 --label-rm org.flipdocs.replicas flipdocs_web >/dev/null",
  ]);
  expect(vi.mocked(watch).mock.calls[0]?.[1]).toMatchObject({
    since: SINCE,
    deadline: 60,
    lock,
    stack: { services: { web: { deploy: { replicas: 3 } } } },
  });
  expect(results).toEqual([{ result: "web 3" }]);
});

test("without a count there is nothing to scale, and no lock is taken", async () => {
  await expect(scaling({})).rejects.toThrow("Nothing to scale.\nSay how many, as in --web 3 --api 2");
  expect(locked).not.toHaveBeenCalled();
});

test("what was never deployed is not scaled, and neither is what cannot be", async () => {
  seen = bare({ swarm: "manager" });
  await expect(scaling({ web: 3 })).rejects.toThrow("Nothing was deployed to this host yet.");
  seen = bare({ swarm: "manager", release: release(1) });
  await expect(scaling({ proxy: 2 })).rejects.toThrow("proxy is nothing that can be scaled.");
  expect(act).not.toHaveBeenCalled();
});

test("a host that does not take it is told in its own words", async () => {
  vi.mocked(act).mockResolvedValueOnce(ended("no such service"));
  await expect(scaling({ web: 3 })).rejects.toMatchObject({ code: EXIT.refused, log: "no such service" });
  expect(watch).not.toHaveBeenCalled();
});

test("replicas that do not become healthy are an error, and those that do serve", async () => {
  vi.mocked(watch).mockResolvedValueOnce(outcome("failed"));
  await expect(scaling({ web: 3 })).rejects.toMatchObject({
    code: EXIT.unhealthy,
    problem: "Not all replicas of web run; those that do serve.",
    log: "why",
  });
  expect(whyFailed).toHaveBeenCalledWith(expect.anything(), outcome("failed"), ["web"], SINCE);
});

test("counts that are only for a moment are marked with those that they go back to", async () => {
  expect(await rescale(on, "flipdocs", { web: 3, api: 2 }, { web: 2 })).toEqual({ since: SINCE });
  expect(updates(0)).toEqual([
    "docker service update --detach --quiet --replicas 3 --label-add org.flipdocs.replicas=2 flipdocs_web >/dev/null",
    "docker service update --detach --quiet --replicas 2 --label-rm org.flipdocs.replicas flipdocs_api >/dev/null",
  ]);
});

const hosts = [worker("one", { role: "manager" }), worker("two")];
const uneven = { ...running(), tasks: [1, 2].map((slot) => task("web", ref("web", "a"), { slot, node: "one" })) };
const given = () => ({ name: "flipdocs", stack: stackFile(), hosts, lock, deadline: 60, steps: new Steps() });

test("replicas that stand on one host have more for a moment, and then as many as before", async () => {
  expect(await spread(on, given(), uneven)).toEqual(running());
  expect([updates(0), updates(1)]).toEqual([
    [expect.stringContaining("--replicas 3 --label-add org.flipdocs.replicas=2 flipdocs_web")],
    [expect.stringContaining("--replicas 2 --label-rm org.flipdocs.replicas flipdocs_web")],
  ]);
  expect(say).toHaveBeenCalledWith("spread", "web over all hosts");
});

test("where they stand evenly, nothing is touched", async () => {
  const even = { ...running(), tasks: ["one", "two"].map((node) => task("web", ref("web", "a"), { node })) };
  expect(await spread(on, given(), even)).toBe(even);
  expect(act).not.toHaveBeenCalled();
});

test("one that does not become healthy elsewhere is said, and no failure", async () => {
  vi.mocked(watch).mockResolvedValueOnce(outcome("failed"));
  expect(await spread(on, given(), uneven)).toEqual(running());
  expect(say).toHaveBeenCalledWith("warning", "web could not be spread: see dagger call logs");
});

test("a host that does not take more is said, too", async () => {
  vi.mocked(act).mockResolvedValueOnce(ended("no room"));
  await spread(on, given(), uneven);
  expect(say).toHaveBeenCalledWith("warning", "web could not be spread: no room");
});

test("steps are told with what each took, and all of them together", async () => {
  vi.useFakeTimers({ now: 0 });
  const steps = new Steps();
  await steps.run("look", "at it", async () => vi.advanceTimersByTime(1000));
  await expect(
    steps.run("push", "images", async () => {
      vi.advanceTimersByTime(2340);
      throw new Error("no");
    }),
  ).rejects.toThrow("no");
  expect([String(steps), steps.total]).toEqual(["look 1.0 s, push 2.3 s; 3.3 s in all", 3.34]);
  vi.useRealTimers();
});

import { type Container, dag } from "@dagger.io/dagger";
import { beforeEach, expect, test, vi } from "vitest";
import { type Locked, locked } from "../../src/deploy/locked.ts";
import { type Observed, observe } from "../../src/deploy/observe.ts";
import { finish } from "../../src/deploy/record.ts";
import { EXIT, Refusal } from "../../src/deploy/refusal.ts";
import { Steps } from "../../src/deploy/steps.ts";
import { say } from "../../src/progress.ts";
import { bare, release } from "./stack.ts";

vi.mock("../../src/progress.ts");
vi.mock("../../src/deploy/observe.ts");
vi.mock("../../src/deploy/record.ts");

const on: Container = dag.container();
const lock = { id: "mine", by: "SHA256:key", action: "deploy", run: "", since: 0, seen: 990 };
const theirs = { ...lock, id: "theirs", by: "grace" };
const seen = (other: Partial<Observed> = {}) => bare({ swarm: "manager", lock, mine: true, ...other });
const owner = { by: "", action: "deploy", run: "https://ci.example/7" };
const given = (wait = 0): Locked => ({ stack: "flipdocs", owner, wait, steps: new Steps() });

/** What the host looks like, one time after the other; the last one stays. */
const looks = (...all: readonly Observed[]) => {
  for (const one of all) vi.mocked(observe).mockResolvedValueOnce(one);
};
const written = () => vi.mocked(finish).mock.calls.map(([, , ending]) => ending);

beforeEach(() => {
  vi.mocked(observe).mockReset();
  vi.mocked(finish).mockReset().mockResolvedValue(undefined);
  vi.mocked(say).mockReset();
});

test("what was done is written down under the lock's name, with its release and its images", async () => {
  looks(seen());
  const done = { result: "release 7", release: release(7), digests: { web: "a1" }, more: true };
  expect(await locked(on, given(), async () => done)).toBe(done);
  const entry = {
    at: 1000,
    by: "SHA256:key",
    run: owner.run,
    action: "deploy",
    result: "release 7",
    digests: { web: "a1" },
  };
  expect(written()).toEqual([{ lock, release: release(7), entry: { ...entry, seconds: expect.any(Number) } }]);
});

test.each([
  ["a refusal, by its problem", new Refusal(EXIT.refused, "No room.", "Make some."), "No room.", false],
  ["a release that was taken back, as such", new Refusal(EXIT.rolledBack, "Refused.", "Mend it."), "Refused.", true],
  ["what nobody foresaw, as it is", new TypeError("x is no function"), "TypeError: x is no function", false],
])("work that fails is written down, too: %s", async (_, error, result, isRolledBack) => {
  looks(seen());
  await expect(locked(on, given(), async () => Promise.reject(error))).rejects.toBe(error);
  expect(written()).toMatchObject([{ lock, isRolledBack, entry: { result, digests: {} } }]);
});

test.each([
  ["the lock went", EXIT.locked],
  ["the connection broke", EXIT.unreachable],
])("nothing is written down where %s", async (_, code) => {
  looks(seen());
  const error = new Refusal(code, "Gone.", "Look.");
  await expect(locked(on, given(), async () => Promise.reject(error))).rejects.toBe(error);
  expect(finish).not.toHaveBeenCalled();
});

test("a failure that cannot be written down is still the failure that is told", async () => {
  looks(seen());
  vi.mocked(finish).mockRejectedValueOnce(new Error("no manager"));
  const error = new Error("late");
  await expect(locked(on, given(), async () => Promise.reject(error))).rejects.toBe(error);
  expect(say).toHaveBeenCalledWith("lock", "no manager");
});

test("who does not wait for somebody else's lock is told whose it is", async () => {
  looks(seen({ lock: theirs, mine: false }));
  const work = vi.fn();
  await expect(locked(on, given(-1), work)).rejects.toMatchObject({ code: EXIT.locked });
  expect([work, finish].flatMap((called) => vi.mocked(called).mock.calls)).toEqual([]);
});

test("who waits is told once whose it is, and gets the lock when it is free", async () => {
  const away = seen({ lock: theirs, mine: false });
  looks(away, away, seen({ lock: null, mine: false }), seen());
  await locked(on, given(60), async () => ({ result: "done" }));
  const told = vi.mocked(say).mock.calls.filter(([, what]) => what.startsWith("grace is at it"));
  expect([told.length, vi.mocked(observe).mock.calls.length]).toEqual([1, 4]);
});

test.each([
  ["no Swarm", "none", "Nothing was deployed to this host yet."],
  ["a Swarm that another one manages", "worker", "one is a worker of a Swarm, which changes nothing."],
] as const)("a host with %s has no lock to take", async (_, swarm, problem) => {
  looks(seen({ swarm, mine: false }));
  await expect(locked(on, given(), vi.fn())).rejects.toMatchObject({ code: EXIT.refused, problem });
});

import { type Container, dag } from "@dagger.io/dagger";
import { beforeEach, expect, test, vi } from "vitest";
import { apply } from "../../src/deploy/apply.ts";
import { EXIT } from "../../src/deploy/refusal.ts";
import { hasty, type Rollout, rollout } from "../../src/deploy/rollout.ts";
import { spread } from "../../src/deploy/spread.ts";
import { Steps } from "../../src/deploy/steps.ts";
import { verifySite } from "../../src/deploy/verify.ts";
import { failedIn, type Outcome, watch, whyFailed } from "../../src/deploy/watch.ts";
import { pinnedProxy, ref, running, stackFile } from "./stack.ts";

vi.mock("../../src/progress.ts");
vi.mock("../../src/deploy/apply.ts");
vi.mock("../../src/deploy/spread.ts");
vi.mock("../../src/deploy/verify.ts");
vi.mock("../../src/deploy/watch.ts", async (original) => ({
  ...(await original<typeof import("../../src/deploy/watch.ts")>()),
  watch: vi.fn(),
  whyFailed: vi.fn(async () => "web: exit 1\nno such module"),
}));

const on: Container = dag.container();
const before = stackFile();
const stack = stackFile({ web: { ...before.services.web, image: ref("web", "c") } });

const given = (other: Partial<Rollout> = {}): Rollout => ({
  name: "flipdocs",
  address: "203.0.113.7",
  lock: { id: "mine", by: "ada", action: "deploy", run: "", since: 0, seen: 0 },
  stack,
  before,
  hosts: [],
  deadline: 300,
  steps: new Steps(),
  ...other,
});

const outcome = (is: "done" | "failed" | "waiting", isLate = false): Outcome => ({
  standings: { web: { is, line: "0 of 2 run" }, proxy: { is: "done", line: "1 of 1 run" } },
  state: running(),
  isLate,
});

/** How each rollout ends, one after the other. */
const ends = (...all: readonly Outcome[]) => {
  for (const one of all) vi.mocked(watch).mockResolvedValueOnce(one);
};

beforeEach(() => {
  vi.mocked(watch).mockReset();
  vi.mocked(apply).mockReset().mockResolvedValue("2026-11-26T20:14:00");
  vi.mocked(verifySite).mockReset().mockResolvedValue([]);
  vi.mocked(spread).mockReset();
});

test("a release that runs and answers stays, and is spread over the hosts", async () => {
  ends(outcome("done"));
  await rollout(on, given());
  expect(vi.mocked(apply).mock.calls.map(([, { stack }]) => stack)).toEqual([stack]);
  expect(vi.mocked(watch).mock.calls[0]?.[1]).toMatchObject({ stack, since: "2026-11-26T20:14:00", deadline: 300 });
  expect(vi.mocked(spread).mock.calls[0]?.[2]).toEqual(running());
});

test("a first release that does not run is refused, with why; nothing is brought back", async () => {
  ends(outcome("failed"));
  await expect(rollout(on, given({ before: null }))).rejects.toMatchObject({
    code: EXIT.rolledBack,
    problem: "The first release was refused: it does not run.",
    log: "web: 0 of 2 run\n\nweb: exit 1\nno such module",
  });
  expect(whyFailed).toHaveBeenCalledWith(on, outcome("failed"), ["web"], "2026-11-26T20:14:00");
  expect(apply).toHaveBeenCalledTimes(1);
});

test("what served before is brought back in place of one that does not run, all of it at once", async () => {
  ends(outcome("failed"), outcome("done"));
  await expect(rollout(on, given())).rejects.toMatchObject({
    code: EXIT.rolledBack,
    problem: "The release was refused: it does not run. What served before serves.",
  });
  expect(vi.mocked(apply).mock.calls[1]?.[1].stack).toEqual(hasty(before));
  expect(vi.mocked(watch).mock.calls[1]?.[1].stack).toEqual(before);
  expect(spread).not.toHaveBeenCalled();
});

test("one that takes too long is refused for that", async () => {
  ends(outcome("waiting", true), outcome("done"));
  await expect(rollout(on, given())).rejects.toThrow("The release was refused: after 300 s not all of it runs.");
});

test("one that runs and answers wrongly is refused for that, with what it answers", async () => {
  ends(outcome("done"), outcome("done"));
  vi.mocked(verifySite).mockResolvedValueOnce(["/: 502 Bad Gateway", "/version: 502"]);
  await expect(rollout(on, given())).rejects.toMatchObject({
    problem: "The release was refused: the site does not answer as it should. What served before serves.",
    log: "/: 502 Bad Gateway\n/version: 502",
  });
});

test("a site where neither runs is not healthy", async () => {
  ends(outcome("failed"), outcome("failed"));
  await expect(rollout(on, given())).rejects.toMatchObject({
    code: EXIT.unhealthy,
    problem: "The release was refused (it does not run), and what served before does not run as it did: web.",
  });
});

test("what comes back comes all at once, and is otherwise as it was", () => {
  const mixed = stackFile({ proxy: pinnedProxy, backup: { image: "b" } });
  const { services, ...others } = hasty(mixed);
  const fast = { parallelism: 0, monitor: "2s" };
  expect(services).toEqual({
    web: { ...mixed.services.web, deploy: { replicas: 2, update_config: { order: "start-first", ...fast } } },
    proxy: { ...pinnedProxy, deploy: { ...pinnedProxy.deploy, update_config: fast } },
    backup: { image: "b", deploy: { update_config: fast } },
  });
  expect({ ...others, services: mixed.services }).toEqual(mixed);
});

test("a service has failed unless it is done: what is still waited for when time is up, too", () => {
  const line = "";
  const standings = { web: { is: "done", line }, api: { is: "waiting", line }, proxy: { is: "failed", line } } as const;
  expect(failedIn({ standings })).toEqual(["api", "proxy"]);
});

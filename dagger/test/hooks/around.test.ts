import { beforeEach, expect, test, vi } from "vitest";
import { EXIT, Refusal } from "../../src/deploy/refusal.ts";
import { around } from "../../src/hooks/around.ts";
import { hook } from "../../src/hooks/hook.ts";
import { notify } from "../../src/hooks/notify.ts";

vi.mock("../../src/hooks/hook.ts");
vi.mock("../../src/hooks/notify.ts");

const hooks = { before: "a", after: "b" };
const known = { stack: "flipdocs", host: "deploy@h", version: "1.4.0", by: "ada", run: "" };
const done = { text: "Release 7 serves.\n\nmore", release: 7 };
const deploying = (work: () => Promise<typeof done>) => around(hooks, { grafana: "https://g" }, known, work);

/** What was run, in its order. */
const ran = () => vi.mocked(hook).mock.calls.map(([moment, , told]) => [moment, told]);
const told = () => vi.mocked(notify).mock.calls.map(([, report]) => report);

beforeEach(() => {
  vi.mocked(hook).mockReset().mockResolvedValue(undefined);
  vi.mocked(notify).mockReset().mockResolvedValue(undefined);
});

test("a deploy runs between both commands, and who wants to know is told its first line", async () => {
  expect(await deploying(async () => done)).toBe(done.text);
  expect(ran()).toEqual([
    ["before", known],
    ["after", { ...known, release: 7, result: "Release 7 serves." }],
  ]);
  expect(told()).toEqual([
    { ...known, ok: true, result: "Release 7 serves.", release: 7, seconds: expect.any(Number) },
  ]);
});

test("a command that fails before ends it: nothing is deployed, and that is told", async () => {
  const work = vi.fn(async () => done);
  const error = new Refusal(EXIT.hook, "It ended with 1.", "Mend it.");
  vi.mocked(hook).mockRejectedValueOnce(error);
  await expect(deploying(work)).rejects.toBe(error);
  expect(work).not.toHaveBeenCalled();
  expect(told()).toMatchObject([{ ok: false, result: "It ended with 1." }]);
});

test("a deploy that is refused runs no command after it, and is told by its problem", async () => {
  const error = new Refusal(EXIT.rolledBack, "The release was refused.", "Mend it.");
  await expect(deploying(async () => Promise.reject(error))).rejects.toBe(error);
  expect(ran()).toHaveLength(1);
  expect(told()).toMatchObject([{ ok: false, result: "The release was refused." }]);
});

test("what was thrown and is no error is told as it is, once", async () => {
  await expect(deploying(async () => Promise.reject("late\nvery"))).rejects.toBe("late\nvery");
  expect(told()).toMatchObject([{ ok: false, result: "late" }]);
});

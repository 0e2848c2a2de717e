import { beforeEach, expect, test, vi } from "vitest";
import { afterDeploy, parseAfterwards } from "../../src/backup/after-deploy.ts";
import { restore } from "../../src/backup/restore.ts";
import { schedule } from "../../src/backup/schedule.ts";
import { EXIT, Refusal } from "../../src/deploy/refusal.ts";

vi.mock("../../src/backup/restore.ts", { spy: true });
vi.mock("../../src/backup/schedule.ts", { spy: true });

const backup = { repository: { to: "/mnt/backups" }, database: {} as never, keep: 14, days: 0 };
const after = { access: {} as never, owner: { by: "ada", run: "", action: "deploy" }, backup, wait: 0, deadline: 300 };
const done = { release: 1, text: "Release 1 of flipdocs serves on h.\n\nmore" };

beforeEach(() => {
  vi.mocked(restore).mockReset().mockResolvedValue("Backup 1 is restored.");
  vi.mocked(schedule).mockReset().mockResolvedValue("One every day.");
});

test("what is restored, without the database, comes before the schedule, each as an action of its own, and the report tells of all", async () => {
  const { text, release } = await afterDeploy(done, after, { restore: "latest", every: 86_400 });
  expect([release, text]).toEqual([1, `${done.text}\n\nBackup 1 is restored.\n\nOne every day.`]);
  const { access, wait, deadline } = after;
  const shared = { access, wait, deadline };
  const { repository } = backup;
  expect(vi.mocked(restore).mock.calls).toEqual([
    [{ ...shared, repository, backup: "latest", owner: { ...after.owner, action: "restore" } }],
  ]);
  expect(vi.mocked(schedule).mock.calls).toEqual([
    [{ ...shared, ...backup, every: 86_400, owner: { ...after.owner, action: "schedule" } }],
  ]);
});

test("where neither is wanted nothing is done", async () => {
  expect(await afterDeploy(done, after, { restore: "" })).toEqual(done);
  expect([vi.mocked(restore).mock.calls, vi.mocked(schedule).mock.calls]).toEqual([[], []]);
});

test("a backup that cannot be brought back is told beside the release that serves, and nothing more is done", async () => {
  vi.mocked(restore).mockRejectedValue(new Refusal(EXIT.refused, "There are no backups.", "Make one.", "why"));
  await expect(afterDeploy(done, after, { restore: "latest", every: 60 })).rejects.toMatchObject({
    code: EXIT.unhealthy,
    problem: "Release 1 of flipdocs serves on h. There are no backups.",
    hint: "Make one. Then type dagger call restore.",
    log: "why",
  });
  expect(schedule).not.toHaveBeenCalled();
});

test("a schedule that somebody else's lock keeps from beginning ends as a lock does", async () => {
  vi.mocked(schedule).mockRejectedValue(new Refusal(EXIT.locked, "Ada is at it.", "Wait."));
  await expect(afterDeploy(done, after, { restore: "", every: 60 })).rejects.toMatchObject({ code: EXIT.locked });
});

test.each([
  [{ restore: "latest" }, "--restore needs to know where backups are kept."],
  [{ restore: "", every: 60 }, "--every needs to know where backups are kept."],
])("%j without --backup is refused", (wanted, problem) => {
  expect(() => parseAfterwards(wanted, undefined)).toThrow(problem);
});

test.each([
  [{ restore: "yesterday" }, "--backup yesterday: this is no backup."],
  [{ restore: "", every: 0 }, "--every 0 s: that is no schedule."],
  [{ restore: "", every: 32 * 86_400 }, "--every 2764800 s: that is no schedule."],
])("%j is refused before anything is deployed", (wanted, problem) => {
  expect(() => parseAfterwards(wanted, backup)).toThrow(problem);
});

test.each([{ restore: "latest" }, { restore: "0123abcd", every: 1 }, { restore: "", every: 31 * 86_400 }])(
  "%j can be meant",
  (wanted) => {
    expect(parseAfterwards(wanted, backup)).toBe(wanted);
  },
);

import { expect, test } from "vitest";
import { type Asker, containerOf, foreignSeconds, isOver, type Owner, ownerOf, sessionName } from "./sessions.ts";

const now = 1_800_000_000;
const asker: Asker = {
  host: "0123abcd",
  now,
  processRuns: (pid) => pid === 1,
  containerRuns: (id) => id === "0123456789ab",
};
const owner: Owner = { host: "0123abcd", started: now - 10, pid: 1 };

test("a session's name says whose it is, and since when", () => {
  const read = ownerOf(sessionName());
  expect(read).toMatchObject({ pid: process.pid, host: expect.stringMatching(/^[0-9a-f]{8}$/) });
  expect(Math.abs((read?.started ?? 0) - Date.now() / 1000)).toBeLessThan(60);
});

test("all sessions of a process have names of their own", () => {
  expect(sessionName()).not.toBe(sessionName());
});

test.each([
  "debian",
  "dagger-on-docker-7-abcdef",
  "dagger-on-docker-7-0123abcd-abcdef",
  "x/dagger-on-docker-7-0123abcd-1800000000-abcdef",
])("%s is nobody's", (name) => {
  expect(ownerOf(name)).toBeUndefined();
});

test.each<[string, Owner, string, boolean]>([
  ["of this host, whose process runs", owner, "", false],
  ["of this host, whose process was killed", { ...owner, pid: 2 }, "", true],
  ["whose container runs", { ...owner, host: "89abcdef", pid: 2 }, "0123456789ab", false],
  ["whose container was killed or removed", { ...owner, host: "89abcdef", pid: 1 }, "ba9876543210", true],
  ["of another machine, young", { ...owner, host: "89abcdef", pid: 2 }, "", false],
  ["of another machine, old", { ...owner, host: "89abcdef", pid: 1, started: now - foreignSeconds - 1 }, "", true],
])("a session %s: %j, in container %j, is over: %j", (_, one, container, over) => {
  expect(isOver(one, asker, container)).toBe(over);
});

test.each<[string, string, string | undefined]>([
  [
    "a container, whatever its host name",
    "1013 1001 254:1 /var/lib/docker/containers/$ID/resolv.conf /etc/resolv.conf rw - ext4 /dev/vda1 rw\n" +
      "1014 1001 254:1 /var/lib/docker/containers/$ID/hostname /etc/hostname rw,relatime - ext4 /dev/vda1 rw",
    "0123456789abcdef".repeat(4),
  ],
  ["the machine that has Docker", "40 29 0:4 net:[1] /run/docker/netns/x rw - nsfs nsfs rw", undefined],
  [
    "one whose containers' files are seen",
    "50 29 0:50 / /var/lib/docker/containers/$ID/mounts/shm rw - tmpfs",
    undefined,
  ],
])("%s is known by its mounts", (_, mounts, id) => {
  expect(containerOf(mounts.replaceAll("$ID", "0123456789abcdef".repeat(4)))).toBe(id);
});

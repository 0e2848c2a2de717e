import { expect, test } from "vitest";
import { found } from "../../src/prune/look.ts";
import { counts, type Found, prunable } from "../../src/prune/prunable.ts";
import { lost, removing } from "../../src/prune/prune.ts";
import type { StackFile } from "../../src/release/swarm.ts";
import { ref, release, stackFile } from "../deploy/stack.ts";

const PROXY = ref("proxy", "b");

/** A stack whose web is of one image, and which has the secret of that letter. */
const of = (letter: string): StackFile => ({
  ...stackFile({ web: { image: ref("web", letter) } }),
  secrets: { key: { external: true, name: `flipdocs_key_${letter}` } },
});

const letters = ["1", "2", "3", "4"];

const host = (other: Partial<Found> = {}): Found => ({
  releases: letters.map((letter, index) => ({ stack: "flipdocs", release: release(index + 1, of(letter)) })),
  images: [...letters.map((letter) => ref("web", letter)), PROXY, "debian@sha256:".padEnd(78, "9")],
  secrets: letters.map((letter) => `flipdocs_key_${letter}`),
  ended: letters.map((letter) => ({ id: `c${letter}`, image: ref("web", letter) })),
  running: [ref("web", "4"), PROXY],
  manifests: letters.map((letter) => `flipdocs-web@sha256:${letter.repeat(64)}`),
  ...other,
});

test("what only forgotten releases need goes, and nobody else's image does", () => {
  expect(prunable(host(), "flipdocs", 2)).toEqual({
    kept: [3, 4],
    forgotten: [1, 2],
    images: [ref("web", "1"), ref("web", "2")],
    secrets: ["flipdocs_key_1", "flipdocs_key_2"],
    ended: ["c1", "c2"],
    manifests: [`flipdocs-web@sha256:${"1".repeat(64)}`, `flipdocs-web@sha256:${"2".repeat(64)}`],
    backups: [],
  });
});

const backup = (short_id: string, day: number, ...tags: string[]) => ({
  short_id,
  time: `2026-01-0${day}T00:00:00Z`,
  tags,
});

test.each([
  ["of releases that are forgotten, however long ago", ["release=1", "release=2", "release=4"], ["a", "b"]],
  ["of a release that stays", ["release=3", "release=4"], []],
  ["of a schedule, which takes its own away", ["scheduled", "release=2", "release=4"], ["b"]],
  ["the newest, whatever it is of", ["release=2", "release=1"], ["a"]],
])("backups: %s", (_, tags, old) => {
  const all = tags.map((tag, index) => backup("abc"[index] ?? "", index + 1, tag));
  expect(prunable(host(), "flipdocs", 2, all).backups).toEqual(old);
});

test("with no more releases than are kept, nothing goes", () => {
  const { kept, ...goes } = prunable(host(), "flipdocs", 5);
  expect(kept).toEqual([1, 2, 3, 4]);
  expect(counts(goes)).toBe("nothing");
});

test("claim 39: what a plain rollback brings back stays, however many copies came after it", () => {
  const releases = [release(1, of("1")), release(2, of("2")), release(3, of("2")), release(4, of("2"))];
  const all = host({ releases: releases.map((one) => ({ stack: "flipdocs", release: one })) });
  expect(prunable(all, "flipdocs", 1)).toMatchObject({ kept: [1, 4], forgotten: [2, 3] });
  expect(prunable(all, "flipdocs", 1).images).toEqual([ref("web", "3")]);
});

test("an image of a release that was refused goes, since none that is kept has it", () => {
  const images = [...host().images, ref("web", "f")];
  expect(prunable(host({ images }), "flipdocs", 4).images).toEqual([ref("web", "f")]);
});

test("what another stack of the host needs stays", () => {
  const releases = [...host().releases, { stack: "staging", release: release(1, of("1")) }];
  const goes = prunable(host({ releases }), "flipdocs", 3);
  expect(goes).toMatchObject({ forgotten: [1], images: [], manifests: [], ended: [] });
});

test("what runs stays, although no release says so", () => {
  expect(prunable(host({ running: [ref("web", "1")] }), "flipdocs", 3).images).toEqual([]);
});

test.each([0, -1, 1.5])("--keep %d is refused", (keep) => {
  expect(() => prunable(host(), "flipdocs", keep)).toThrow("the release that serves has to stay");
});

test("what goes is counted in words", () => {
  const { kept: _, ...goes } = prunable(host(), "flipdocs", 2);
  expect(counts(goes)).toBe("2 releases, 2 images, 2 secrets, 2 ended containers, 2 images of the host's registry");
  expect(counts({ ...goes, images: [], secrets: ["a"], ended: ["b"], manifests: ["c"] })).toBe(
    "2 releases, 1 secret, 1 ended container, 1 image of the host's registry",
  );
});

test("what the host says is read", () => {
  const said = [
    "==== releases",
    JSON.stringify([{ stack: "flipdocs", release: release(1, of("1")) }]),
    "",
    "==== images",
    ref("web", "1"),
    "registry@<none>",
    "",
    "==== ended",
    `c1 ${ref("web", "1")}`,
    "",
    "==== manifests",
    `/var/lib/registry/docker/registry/v2/repositories/flipdocs-web/_manifests/revisions/sha256/${"1".repeat(64)}/link`,
    "",
    "==== disk",
    "Filesystem 1024-blocks Used Available Capacity Mounted on",
    "/dev/vda1 100 60 40 60% /",
  ].join("\n");
  expect(found(said)).toEqual({
    found: {
      releases: [{ stack: "flipdocs", release: release(1, of("1")) }],
      images: [ref("web", "1")],
      secrets: [],
      ended: [{ id: "c1", image: ref("web", "1") }],
      running: [],
      manifests: [`flipdocs-web@sha256:${"1".repeat(64)}`],
    },
    free: 40960,
  });
});

test("something that went, and should not have, is named", () => {
  const before = host();
  const goes = prunable(before, "flipdocs", 2);
  expect(lost(before, { ...before, images: before.images.slice(2), secrets: [] }, goes)).toEqual([
    "flipdocs_key_3",
    "flipdocs_key_4",
  ]);
});

test("records go first, then containers, then what they used", () => {
  const lines = removing("flipdocs", prunable(host({ manifests: [] }), "flipdocs", 3));
  expect(lines).toEqual([
    ": >/tmp/refused",
    `for name in 'flipdocs.release.1'; do docker config rm "$name" >/dev/null 2>>/tmp/refused || :; done`,
    `for name in 'c1'; do docker container rm "$name" >/dev/null 2>>/tmp/refused || :; done`,
    `for name in '${ref("web", "1")}'; do docker image rm "$name" >/dev/null 2>>/tmp/refused || :; done`,
    `for name in 'flipdocs_key_1'; do docker secret rm "$name" >/dev/null 2>>/tmp/refused || :; done`,
    "part refused cat /tmp/refused",
  ]);
});

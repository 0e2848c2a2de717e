import { expect, test } from "vitest";
import { copyFs, type Mount, newFile, scratch } from "../build/fs.ts";
import { fileEntry } from "../tree/tree.ts";
import { absolute, change, emptyContainer, expand, locate, mounted, tcpPorts } from "./container-state.ts";

const from = newFile("f", fileEntry(Buffer.from("1")));
const folder: Mount = { target: "/m", kind: "folder", from };

test("paths start at the working directory", () => {
  expect(["a", "/a", "../a"].map((path) => absolute({ workdir: "/w" }, path))).toEqual(["/w/a", "/a", "/a"]);
  expect(absolute({ workdir: "" }, "a")).toBe("/a");
});

test.each([
  ["$A:${A}", "a:a"],
  ["$NO-${NO}", "-"],
  ["a $ b", "a $ b"],
  ["$5$$", ""],
  ["${A", "A"],
])("%s becomes %j", (text, expected) => {
  expect(expand(text, { A: "a" })).toBe(expected);
});

test("a port is one that connections are taken on unless it is UDP's", () => {
  expect(tcpPorts({ ...emptyContainer, ports: ["80/tcp", "53/udp"] })).toEqual([80]);
});

test("a path below a mount is looked for in what is mounted, any other in the container's files", () => {
  const container = mounted(emptyContainer, folder);
  expect(locate(container, "/m/f")).toEqual({ fs: from.fs, path: "/f/f" });
  expect(locate(container, "/other")).toEqual({ fs: scratch, path: "/other" });
  const temporary = mounted(emptyContainer, { target: "/t", kind: "tmpfs" });
  expect(() => locate(temporary, "/t/f")).toThrow("cannot retrieve path from tmpfs");
});

test("what is mounted cannot be changed", () => {
  const copy = (container = emptyContainer, path = "/m/f") =>
    change(container, path, (fs, to) => copyFs(fs, { from, kind: "file", to }));
  expect(copy().fs).toMatchObject({ kind: "copy", copy: { to: "/m/f" } });
  expect(() => copy(mounted(emptyContainer, folder))).toThrow("changing /m/f below the mounted /m is not served");
});

test("a mount takes the place of one at its target, and covers those below", () => {
  const below: Mount = { target: "/m/c", kind: "cache", key: "c", sharing: "shared" };
  const secret: Mount = { target: "/m/s", kind: "secret", secret: "env://S", mode: 0o400 };
  const all = [below, secret, { ...folder, readOnly: true }, folder].reduce(mounted, emptyContainer);
  expect(all.mounts).toEqual([secret, folder]);
});

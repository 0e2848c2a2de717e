import { expect, test } from "vitest";
import { goText } from "./text.ts";
import { emptyTree, put, walking } from "./tree.ts";

test("bytes that are no UTF-8 become one replacement character each", () => {
  expect(goText(Buffer.from([0x61, 0xff, 0xe2, 0x82, 0x62]))).toBe("a\ufffd\ufffd\ufffdb");
  expect(goText(Buffer.from("zażółć 🎉"))).toBe("zażółć 🎉");
});

test("a walk lists a folder's content right after it", () => {
  const file = { kind: "file", mode: 0o644, bytes: Buffer.from(""), uid: 0, gid: 0 } as const;
  const tree = ["a/x", "a.txt", "a-b"].reduce((all, path) => put(all, path, file), emptyTree);
  expect(walking(tree)).toEqual(["a/", "a/x", "a-b", "a.txt"]);
});

import { expect, test } from "vitest";
import { libraryOf } from "./shim-line.ts";

test.each([
  ["x64", "x86_64-linux-gnu", "ld-linux-x86-64.so.2"],
  ["arm64", "aarch64-linux-gnu", "ld-linux-aarch64.so.1"],
])("on %s the C library is Debian's in %s, with %s", (arch, folder, loader) => {
  expect(libraryOf(arch)).toEqual([folder, loader]);
});

import { expect, test } from "vitest";
import { mmdebstrapRefusal } from "./debian-host.ts";

test("root on Debian may install what is missing", () => {
  expect(mmdebstrapRefusal({ hasApt: true, isRoot: true })).toBeUndefined();
});

test("another user on Debian is told the line to type", () => {
  expect(mmdebstrapRefusal({ hasApt: true, isRoot: false })?.hint).toBe(
    "Type: sudo apt-get install mmdebstrap debian-archive-keyring",
  );
});

test("elsewhere the way is another machine's image", () => {
  expect(mmdebstrapRefusal({ hasApt: false, isRoot: true })?.message).toBe(
    "The Debian stand-in cannot be made: that needs mmdebstrap, which is for Debian and Ubuntu\n" +
      "Connect to the registry, or bring the image from another machine: docker save … | docker load",
  );
});

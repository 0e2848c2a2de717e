import { expect, test } from "vitest";
import { copyLine, envLine, mountFlag, quoted } from "./dockerfile.ts";

test("values are quoted against expansion", () => {
  expect(envLine("A", 'a "b" $c \\d')).toBe('ENV A="a \\"b\\" \\$c \\\\d"');
  expect(quoted("")).toBe('""');
});

test("a folder's content is copied into a folder", () => {
  expect(copyLine({ stage: "s1", path: "/a", kind: "folder", to: "/b c" })).toBe('COPY --from=s1 ["/a/","/b c/"]');
});

test("a name with wildcards and dollars is taken as it is", () => {
  expect(copyLine({ stage: "s1", path: "/a*$[b]", kind: "file", to: "/$x" })).toBe(
    'COPY --from=s1 ["/a[*]\\\\$[[]b]","/\\\\$x"]',
  );
});

test("an owner is a flag", () => {
  expect(copyLine({ stage: "s1", path: "/a", kind: "file", to: "/b", owner: "1:2" })).toBe(
    'COPY --from=s1 --chown=1:2 ["/a","/b"]',
  );
});

test("a mount's options, flags without a value", () => {
  expect(mountFlag({ type: "bind", from: "s1", rw: "" })).toBe("--mount=type=bind,from=s1,rw");
});

test("a mount refuses what its syntax cannot say", () => {
  expect(() => mountFlag({ target: "/a,b" })).toThrow("a mount cannot have a comma");
});

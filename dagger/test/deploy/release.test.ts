import { expect, test } from "vitest";
import { digestOf, wholeDigest } from "../../src/deploy/release.ts";
import { goalOf } from "../../src/deploy/rollback.ts";
import { references, trustOf } from "../../src/deploy/ship.ts";
import { ref, release, stackFile } from "./stack.ts";

const of = (letter: string) => stackFile({ web: { image: ref("web", letter) } });
const all = [release(1, of("a")), release(2, of("b")), release(3, of("c"))];

test("a rollback goes to the release before", () => {
  expect(goalOf(all, 0).number).toBe(2);
});

test("claim 39: rolled back twice, it is the one before that, not back again", () => {
  const rolled = [...all, release(4, of("b"), { of: 2 })];
  expect(goalOf(rolled, 0).number).toBe(1);
});

test("a release that changed nothing is none to go back to", () => {
  expect(goalOf([...all, release(4, of("c"))], 0).number).toBe(2);
});

test("--to brings any release that is kept", () => {
  expect(goalOf(all, 1).number).toBe(1);
});

test("a release that is not kept is refused, with those that are", () => {
  expect(() => goalOf(all, 9)).toThrow("There is no release 9.\ndagger call releases lists them; kept are 1, 2, 3.");
  expect(() => goalOf(all.slice(0, 1), 0)).toThrow("There is no earlier release");
});

test("a digest is cut to twelve digits, and what has none stays", () => {
  expect(digestOf(`x@sha256:${"0123456789abcdef".repeat(4)}`)).toBe("0123456789ab");
  expect(digestOf("redis:8")).toBe("redis:8");
});

test("what publish printed is read line by line", () => {
  expect(references(`web ${ref("web", "a")}\n\napi ${ref("api", "b")}\n`)).toEqual({
    web: ref("web", "a"),
    api: ref("api", "b"),
  });
});

test.each(["web r.example/web:latest", "web", `${ref("web", "a")}`])("%j is no line of publish's", (line) => {
  expect(() => references(line)).toThrow("is no line of publish's");
});

test("nobody's signature is asked for unless somebody is named", () => {
  expect(trustOf()).toBeUndefined();
  const keyless = { identity: "^https://github.com/acme/", issuer: "https://issuer" };
  expect(trustOf(undefined, keyless.identity, keyless.issuer)).toEqual(keyless);
});

test("a name that nobody vouches for is no signature to ask for", () => {
  expect(() => trustOf(undefined, "^https://github.com/acme/")).toThrow("--identity and --issuer go together");
});

test("a whole digest is what a reference ends with, and a cut one is none", () => {
  expect(wholeDigest(ref("web", "a"))).toBe(`sha256:${"a".repeat(64)}`);
  for (const reference of ["redis:8", "x@sha256:0123456789ab", `${ref("web", "a")}0`])
    expect(wholeDigest(reference)).toBeUndefined();
});

import { expect, test } from "vitest";
import { readNames } from "./names.ts";

test.each([
  ["", []],
  [" , ,", []],
  ["flipdocs.example", ["flipdocs.example"]],
  ["flipdocs.example,www.flipdocs.example", ["flipdocs.example", "www.flipdocs.example"]],
  [" flipdocs.example ,\twww.flipdocs.example,\n", ["flipdocs.example", "www.flipdocs.example"]],
  ["FlipDocs.Example,flipdocs.example", ["flipdocs.example"]],
  ["flipdocs.example.", ["flipdocs.example"]],
  ["bücher.example", ["xn--bcher-kva.example"]],
  ["BÜCHER.example,xn--bcher-kva.example", ["xn--bcher-kva.example"]],
  ["日本。example", ["xn--wgv71a.example"]],
])("%j is %j", (text, names) => {
  expect(readNames(text)).toEqual(names);
});

test.each([
  ["*.flipdocs.example", "is a wildcard, which HTTP-01 cannot prove"],
  ["192.0.2.1", "is an address"],
  ["[2001:db8::1]", "is an address"],
  ["１９２.0.2.1", "is an address"],
  ["0x7f.1", "is an address"],
  [".flipdocs.example", "begins with a dot"],
  ["flip_docs.example", "has an underscore"],
  ['"flipdocs.example"', "has a character that no name has"],
  ["'flipdocs.example'", "has a character that no name has"],
  ["flipdocs.example;reboot", "has a character that no name has"],
  ["$(reboot).example", "has a character that no name has"],
  ["%66lipdocs.example", "has a character that no name has"],
  ["https://flipdocs.example/", "has a character that no name has"],
  ["flipdocs.example:443", "has a character that no name has"],
  ["flipdocs..example", "is no name"],
  ["-flipdocs.example", "is no name"],
  ["％66.example", "is no name"],
  [".", "begins with a dot"],
  ["localhost", "has no dot, and so is nobody's in public"],
  [`${"a".repeat(64)}.example`, "has a part longer than 63 characters"],
  [`${"ü".repeat(60)}.example`, "has a part longer than 63 characters"],
  [`${"a.".repeat(130)}example`, "is longer than 253 characters"],
])("%s is refused: it %s", (text, reason) => {
  expect(() => readNames(`flipdocs.example,${text}`)).toThrow(`${JSON.stringify(text.slice(0, 80))} ${reason}`);
});

test("all that are refused are told of at once", () => {
  const refused = '"*.a.example" is a wildcard, which HTTP-01 cannot prove, "a_b.example" has an underscore';
  expect(() => readNames("*.a.example,a.example,a_b.example")).toThrow(refused);
});

test("as many names as one certificate may have, and not one more", () => {
  const many = (count: number) => Array.from({ length: count }, (_, index) => `a${index}.example`).join(",");
  expect(readNames(many(100))).toHaveLength(100);
  expect(() => readNames(many(101))).toThrow("it has 101 names, and a certificate at most 100");
});

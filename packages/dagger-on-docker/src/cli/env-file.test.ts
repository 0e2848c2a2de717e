import { expect, test } from "vitest";
import { expandValue, parseEnvFile } from "./env-file.ts";

const expanded = (written: string): string => expandValue(written, (name) => ({ NAME: "n", EMPTY: "" })[name]);

test("comments, empty lines, export and line ends of Windows", () => {
  expect([...parseEnvFile("# a\r\n\r\nexport A=1\r\n  b_2=x=y\r\nA=2")]).toEqual([
    ["A", "2"],
    ["b_2", "x=y"],
  ]);
});

test.each([
  ["some-name=1", "some-name=1"],
  ["A = b", "A = b"],
  ["just words", "just words="],
])("%j is no assignment", (line, shown) => {
  expect(() => parseEnvFile(line)).toThrow(`parse error: "${shown}": not a bare assignment`);
});

test.each([
  ["two words # trailing", "two words # trailing"],
  ['"a # b" # c', "a # b"],
  ["'single $NAME' # c", "single $NAME"],
  ['"double $NAME"', "double n"],
  ["$NAME/${NAME}x", "n/nx"],
  ["${EMPTY}|${NOT_SET:-d}", "|d"],
  ['["a","b"]', "[a,b]"],
  ["a;b&c(d)", "a;b&c(d)"],
  ["pa\\$word", "pa$word"],
  ['"say \\"hi\\""', 'say "hi"'],
  ["", ""],
])("%j is %j", (written, value) => {
  expect(expanded(written)).toBe(value);
});

test.each([
  ["${NOT_SET}", "NOT_SET: unbound variable"],
  ["pa$word", "word: unbound variable"],
  ["it's", "without a closing '"],
])("%j is refused", (written, why) => {
  expect(() => expanded(written)).toThrow(why);
});

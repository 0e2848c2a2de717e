import { expect, test } from "vitest";
import { bool, csv, float, integer, portForward } from "./values.ts";

test.each([
  [integer, "-1_000", -1000],
  [integer, "0o17", 15],
  [float, "1e3", 1000],
  [bool, "TRUE", true],
  [bool, "0", false],
  [portForward, "8080:80", { frontend: 8080, backend: 80 }],
  [csv, "", []],
  [csv, 'a,"b, ""c""",', ["a", 'b, "c"', ""]],
] as const)("%o reads %j", (read, text, value) => {
  expect(read(text)).toEqual(value);
});

test.each([
  [integer, "1.5", "strconv.ParseInt"],
  [integer, "99999999999999999999", "strconv.ParseInt"],
  [float, "one", "strconv.ParseFloat"],
  [bool, "yes", "strconv.ParseBool"],
  [portForward, "80", "not in the form"],
] as const)("%o refuses %j", (read, text, message) => {
  expect(() => read(text)).toThrow(message);
});

test.each(['"a"b,c', 'echo "a"'])("quotes inside a field are refused: %s", (line) => {
  expect(() => csv(line)).toThrow("parse error");
});

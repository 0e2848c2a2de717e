import { expect, test } from "vitest";
import { partIn } from "./file.ts";

const ETAG = '"e"';
const part = (headers: Record<string, string>) => partIn(new Headers(headers), ETAG);

test.each(["bytes=0-0", "bytes=5-", "bytes=-500"])("the part %s is what is asked for", (range) => {
  expect(part({ range })).toBe(range);
  expect(part({ range, "if-range": ETAG })).toBe(range);
});

test.each(["bytes=0-0,2-3", "bytes=", "bytes=-", "a=1-2", "bytes=1-x", `bytes=${"9".repeat(40)}-`, "bytes=0-0\u00e4"])(
  "%s is all of it",
  (range) => {
    expect(part({ range })).toBeUndefined();
  },
);

test.each(['"another"', 'W/"e"', "Thu, 01 Jan 1970 00:00:00 GMT"])("so is a part of %s", (condition) => {
  expect(part({ range: "bytes=0-0", "if-range": condition })).toBeUndefined();
});

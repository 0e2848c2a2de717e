import { expect, test } from "vitest";
import { readEnvironment } from "./env.ts";

test("takes the API's address without its last slash", () => {
  expect(readEnvironment({ API_URL: "http://api:3001/" })).toEqual({ API_URL: "http://api:3001" });
});

test("names the variable that is missing and shows an example", () => {
  expect(() => readEnvironment({})).toThrow(/API_URL: [\s\S]*API_URL=http:\/\/api:3001/);
});

test("refuses an address that is not http", () => {
  expect(() => readEnvironment({ API_URL: "ftp://api" })).toThrow("API_URL");
});

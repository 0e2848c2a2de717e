import { expect, test } from "vitest";
import { readEnvironment } from "./env.ts";

test("takes the API's address without its last slash", () => {
  expect(readEnvironment({ API_URL: "http://api:3001/" })).toMatchObject({ API_URL: "http://api:3001" });
});

test("names the variable that is missing and shows an example", () => {
  expect(() => readEnvironment({})).toThrow(/API_URL: [\s\S]*API_URL=http:\/\/api:3001/);
});

test("has no source to show where none is named, and refuses one that is no https", () => {
  const read = (SOURCE_URL: string) => readEnvironment({ API_URL: "http://api:3001", SOURCE_URL }).SOURCE_URL;
  expect([read(""), read("https://git.example/flipdocs")]).toEqual([undefined, "https://git.example/flipdocs"]);
  expect(() => read("javascript:alert(1)")).toThrow("SOURCE_URL");
});

test("refuses an address that is not http", () => {
  expect(() => readEnvironment({ API_URL: "ftp://api" })).toThrow("API_URL");
});

test("takes the port of its metrics, and none where Compose passes an empty one", () => {
  const port = (METRICS_PORT: string) => readEnvironment({ API_URL: "http://api:3001", METRICS_PORT }).METRICS_PORT;
  expect([port("9464"), port("")]).toEqual([9464, undefined]);
  expect(() => port("none")).toThrow("METRICS_PORT");
});

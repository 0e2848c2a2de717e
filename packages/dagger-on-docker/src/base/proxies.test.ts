import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { neighbourFlags, proxiesOf } from "./proxies.ts";

const configured = mkdtempSync(join(tmpdir(), "proxies-"));
afterAll(() => rmSync(configured, { recursive: true }));
const proxies = { default: { httpProxy: "http://proxy.corp:3128", noProxy: "*.corp" } };
writeFileSync(join(configured, "config.json"), JSON.stringify({ proxies }));
const none = { DOCKER_CONFIG: "/none" };

/** A variable in both ways of writing it. */
const both = (name: string, value: string) => ({ [name]: value, [name.toLowerCase()]: value });

test.each<[Record<string, string>, Record<string, string>]>([
  [{}, {}],
  [{ NO_PROXY: "*.corp" }, {}],
  [{ HTTP_PROXY: "http://localhost:3128", https_proxy: "http://me:word@127.0.0.1:3128" }, {}],
  [{ http_proxy: "[::1]:3128" }, {}],
  [
    { HTTP_PROXY: "", http_proxy: "http://proxy.corp:3128", NO_PROXY: "", no_proxy: "*.corp" },
    { ...both("HTTP_PROXY", "http://proxy.corp:3128"), ...both("NO_PROXY", "*.corp,localhost,127.0.0.1,::1") },
  ],
  [
    { HTTP_PROXY: "http://proxy.corp:3128", no_proxy: "*.corp" },
    { ...both("HTTP_PROXY", "http://proxy.corp:3128"), ...both("NO_PROXY", "*.corp,localhost,127.0.0.1,::1") },
  ],
  [
    { https_proxy: "localhost.corp:3128" },
    { ...both("HTTPS_PROXY", "localhost.corp:3128"), ...both("NO_PROXY", "localhost,127.0.0.1,::1") },
  ],
])("with %j in the environment, builds are given %j", (env, given) => {
  expect(proxiesOf({ ...none, ...env })).toEqual(given);
});

test("what Docker's configuration gives is completed: a step asks no proxy for what it started itself", () => {
  expect(proxiesOf({ DOCKER_CONFIG: configured })).toEqual(both("NO_PROXY", "*.corp,localhost,127.0.0.1,::1"));
});

test("neighbours are asked without a proxy, by builds and where containers are given one", () => {
  expect(proxiesOf({ DOCKER_CONFIG: configured }, ["api"])).toEqual(
    both("NO_PROXY", "*.corp,localhost,127.0.0.1,::1,api"),
  );
  expect(neighbourFlags(["api"], { ...none, HTTP_PROXY: "http://proxy.corp:3128" })).toEqual([]);
  const list = "*.corp,localhost,127.0.0.1,::1,api,redis";
  expect(neighbourFlags(["api", "redis"], { DOCKER_CONFIG: configured })).toEqual([
    ...["--env", `NO_PROXY=${list}`],
    ...["--env", `no_proxy=${list}`],
  ]);
});

import { expect, test } from "vitest";
import { nameAndRegistry, unreachableBecause } from "./ensure.ts";

test.each([
  ["redis", "redis", "docker.io"],
  ["oven/bun:1.4.5-slim", "oven/bun:1.4.5-slim", "docker.io"],
  ["localhost:5000/web", "localhost:5000/web", "localhost:5000"],
  [`gcr.io/x/cc:nonroot@sha256:${"a".repeat(64)}`, "gcr.io/x/cc:nonroot", "gcr.io"],
])("%s is %s of %s", (address, name, registry) => {
  expect(nameAndRegistry(address)).toEqual({ name, registry });
});

const daemon = (cause: string) => `Error response from daemon: Get "https://registry-1.docker.io/v2/": ${cause}\n`;

test.each([
  [daemon("dial tcp: lookup registry-1.docker.io on 10.0.0.1:53: no such host"), "no such host"],
  [daemon("dial tcp 192.0.2.1:443: connect: network is unreachable"), "network is unreachable"],
  [daemon("dial tcp 192.0.2.1:443: connect: connection refused"), "connection refused"],
  [
    daemon("tls: failed to verify certificate: x509: certificate signed by unknown authority"),
    "certificate signed by unknown authority",
  ],
  [daemon("EOF"), "EOF"],
])("%s: the network is to blame", (log, why) => {
  expect(unreachableBecause(log)).toBe(why);
});

test.each([
  "Error response from daemon: manifest for node:99 not found: manifest unknown",
  "Error response from daemon: pull access denied for x, repository does not exist",
  "toomanyrequests: You have reached your unauthenticated pull rate limit",
  'error during connect: Get "http://192.0.2.1:2375/v1.45/info": dial tcp 192.0.2.1:2375: connection refused',
])("%s: not the registry's network", (log) => {
  expect(unreachableBecause(log)).toBeUndefined();
});

import { expect, test } from "vitest";
import { unreachableBecause } from "./pull.ts";

const daemon = (cause: string) => `Error response from daemon: Get "https://registry-1.docker.io/v2/": ${cause}`;

test.each([
  [daemon("dial tcp: lookup registry-1.docker.io on 10.0.0.1:53: no such host"), "its name does not resolve"],
  [daemon("dial tcp 192.0.2.1:443: connect: network is unreachable"), "there is no route to it"],
  [daemon("dial tcp 192.0.2.1:443: connect: connection refused"), "the connection is refused"],
  [
    daemon("tls: failed to verify certificate: x509: certificate signed by unknown authority"),
    "its certificate is not trusted here",
  ],
  [daemon("net/http: request canceled while waiting for connection (Client.Timeout exceeded)"), "it does not answer"],
  [daemon("EOF"), "the connection is cut"],
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

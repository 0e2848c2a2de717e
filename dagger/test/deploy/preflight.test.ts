import { expect, test } from "vitest";
import { refuseLocal } from "../../src/deploy/host-registry.ts";
import { preflight } from "../../src/deploy/preflight.ts";
import type { Refusal } from "../../src/deploy/refusal.ts";
import { bare, running, worker } from "./stack.ts";

const needed = { bytes: 1e9, ports: ["tcp 80", "tcp 443", "udp 443"], built: true };

test("a bare host with Docker does", () => {
  expect(preflight(bare(), needed)).toEqual([]);
});

test.each([
  [{ docker: "24.0.7" }, "Docker 24.0.7 is too old"],
  [{ arch: "aarch64" }, "The host is aarch64, and images built here are x86_64"],
  [{ swarm: "worker" }, "worker of a Swarm"],
  [{ disk: { free: 0.2e9, total: 1e9 } }, "0.2 GB are free where Docker keeps its files, 1.0 GB are needed"],
  [{ clock: 1400 }, "clock differs by 400 s"],
  [
    { listening: ["tcp 443"], published: ["other 0.0.0.0:443->8443/tcp"] },
    "Port tcp 443 is taken by the container other",
  ],
  [{ listening: ["tcp 80"] }, "Port tcp 80 is taken: free it"],
] as const)("%j is refused by name", (other, words) => {
  expect(() => preflight(bare(other as object), needed)).toThrow(words);
});

test("all that speaks against it is said at once, and nothing was changed", () => {
  try {
    preflight(bare({ docker: "20.10.5", swarm: "worker" }), needed);
    expect.unreachable();
  } catch (error) {
    const { code, problem, hint } = error as Refusal;
    expect({ code, problem }).toEqual({ code: 2, problem: "The host does not do yet; nothing was changed." });
    expect(hint.split("\n")).toHaveLength(2);
  }
});

test("images that were published elsewhere need no machine like the host here", () => {
  expect(preflight(bare({ arch: "aarch64" }), { ...needed, built: false })).toEqual([]);
});

test("the same architecture by another name is the same", () => {
  expect(preflight(bare({ arch: "x86_64", here: "amd64" }), needed)).toEqual([]);
});

test("ports that the site's own proxy has are its own", () => {
  expect(preflight(bare({ listening: ["tcp 443"], state: running() }), needed)).toEqual([]);
});

test("new privileges that the host allows are a warning, with what to write where", () => {
  expect(preflight(bare({ hardened: false }), needed)).toEqual([
    expect.stringContaining('{ "no-new-privileges": true }'),
  ]);
});

test("images of the host's own registry do for one host, and are refused for two", () => {
  const images = ["127.0.0.1:5000/flipdocs-web@sha256:1"];
  expect(() => refuseLocal(images, { hosts: [worker("one")] })).not.toThrow();
  expect(() => refuseLocal(images, { hosts: [worker("one"), worker("two")] })).toThrow("--registry ghcr.io/acme");
});

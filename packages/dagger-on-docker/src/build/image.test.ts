import { expect, test } from "vitest";
import { checkAddress } from "./image.ts";

const digest = `sha256:${"0a".repeat(32)}`;

test.each([
  "debian",
  "debian:trixie-slim",
  "ghcr.io/acme/web:1.0",
  "localhost/web",
  "localhost:5000/acme/web:1.0",
  "registry:5000/web",
  "GHCR.IO/acme/web",
  `gcr.io/distroless/cc-debian13:nonroot@${digest}`,
])("%s is an image's address", (address) => {
  expect(() => checkAddress(address)).not.toThrow();
});

test.each([
  "",
  "no such name!",
  "UPPER",
  "acme/Web:1.0",
  "debian:",
  "debian:bad tag",
  `debian:${"x".repeat(129)}`,
  "debian@sha256:0a",
  "x debian",
])("%j is none, and is told how one is written", (address) => {
  expect(() => checkAddress(address)).toThrow(
    `failed to parse image address ${address}: invalid reference format: write it as in debian:trixie-slim`,
  );
});

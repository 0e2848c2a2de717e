import { expect, test } from "vitest";
import { parseReference } from "./reference.ts";

test("a bare name is Docker Hub's official image, latest", () => {
  expect(parseReference("redis")).toEqual({
    registry: "docker.io",
    repository: "library/redis",
    tag: "latest",
    digest: undefined,
    name: "redis:latest",
  });
});

test("a Docker Hub user's image keeps its user", () => {
  expect(parseReference("oven/bun:1.4.5-slim")).toMatchObject({
    registry: "docker.io",
    repository: "oven/bun",
    tag: "1.4.5-slim",
  });
});

test("a first part with a port is a registry, not a tag", () => {
  expect(parseReference("localhost:5000/web")).toMatchObject({
    registry: "localhost:5000",
    repository: "web",
    tag: "latest",
  });
});

test("a digest is kept apart from the name", () => {
  const digest = `sha256:${"a".repeat(64)}`;
  expect(parseReference(`gcr.io/distroless/cc-debian13:nonroot@${digest}`)).toEqual({
    registry: "gcr.io",
    repository: "distroless/cc-debian13",
    tag: "nonroot",
    digest,
    name: "gcr.io/distroless/cc-debian13:nonroot",
  });
});

test("what is no reference is refused", () => {
  expect(() => parseReference("not an image")).toThrow(/"not an image" is not an image reference/);
});

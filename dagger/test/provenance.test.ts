import { expect, test } from "vitest";
import { provenance } from "../src/release/provenance.ts";

const digest = "ab".repeat(32);
const times = { began: "2026-11-26T20:00:00.000Z", ended: "2026-11-26T20:01:00.000Z" };

test("says from which commit and which bases, by whom and when", () => {
  const said = provenance({
    image: "web",
    origin: { source: "https://github.com/acme/flipdocs", revision: "4d2d82a", version: "1.4.0", created: "2026" },
    bases: [
      `node:24.21.0-trixie-slim@sha256:${digest}`,
      "gcr.io/distroless/cc-debian13:nonroot",
      "oven/bun:1.4.5-slim",
    ],
    engine: "v0.21.8",
    run: "https://github.com/acme/flipdocs/actions/runs/7",
    ...times,
  });
  expect(said).toEqual({
    buildDefinition: {
      buildType: "urn:flipdocs:dagger-call-publish:v1",
      externalParameters: {
        image: "web",
        source: "https://github.com/acme/flipdocs",
        revision: "4d2d82a",
        version: "1.4.0",
      },
      internalParameters: { engine: "dagger v0.21.8" },
      resolvedDependencies: [
        { uri: "git+https://github.com/acme/flipdocs@4d2d82a", digest: { gitCommit: "4d2d82a" } },
        { uri: "pkg:docker/node@24.21.0-trixie-slim", digest: { sha256: digest } },
        { uri: "pkg:docker/distroless/cc-debian13@nonroot?repository_url=gcr.io" },
        { uri: "pkg:docker/oven/bun@1.4.5-slim" },
      ],
    },
    runDetails: {
      builder: { id: "https://github.com/acme/flipdocs/actions/runs/7" },
      metadata: {
        invocationId: "https://github.com/acme/flipdocs/actions/runs/7",
        startedOn: "2026-11-26T20:00:00.000Z",
        finishedOn: "2026-11-26T20:01:00.000Z",
      },
    },
  });
});

test("says of a workstation's build no commit and no run that it does not know", () => {
  const said = provenance({ image: "api", origin: { revision: "4d2d82a" }, bases: [], engine: "v0.21.8", ...times });
  expect(said.buildDefinition.resolvedDependencies).toEqual([]);
  expect(said.runDetails).toEqual({
    builder: { id: "urn:flipdocs:workstation" },
    metadata: { startedOn: times.began, finishedOn: times.ended },
  });
});

test.each([
  ["debian", { uri: "pkg:docker/debian" }],
  [`debian@sha256:${digest}`, { uri: "pkg:docker/debian", digest: { sha256: digest } }],
  [
    "registry.eu.acme.example/team/base:1.2",
    { uri: "pkg:docker/team/base@1.2?repository_url=registry.eu.acme.example" },
  ],
  [
    `ghcr.io/acme/base@sha256:${digest}`,
    { uri: "pkg:docker/acme/base?repository_url=ghcr.io", digest: { sha256: digest } },
  ],
])("the base %s is named as readers of packages name it", (base, dependency) => {
  const said = provenance({ image: "api", origin: {}, bases: [base], engine: "v0.21.8", ...times });
  expect(said.buildDefinition.resolvedDependencies).toEqual([dependency]);
});

/**
 * Every image that the pipeline starts from, by exact tag. A digest stands where a registry was really asked, which
 * nobody has done yet: Renovate's first run adds them (`pinDigests` in renovate.json), and moves them with the tags.
 * By hand: `docker buildx imagetools inspect <image>` prints the digest to write behind the tag, `@sha256:…`.
 */
export const images = {
  /** Runs Next, and holds npm; Debian, so that what is built here runs on the distroless base. */
  node: "node:24.21.0-trixie-slim",
  /** Runs the API, and installs. */
  bun: "oven/bun:1.4.5-slim",
  /** C libraries, certificates, time zones, and nothing to type a command into. It has no version tags: pin its digest. */
  base: "gcr.io/distroless/cc-debian13:nonroot",
  /** For programs of Debian's: those that release, and those of the tests. */
  debian: "debian:trixie-20250811-slim",
  redis: "redis:8.2.3-bookworm",
  /** What a host keeps its images in, where there is no other registry. */
  registry: "registry:2.8.3",
  /** nginx that runs as user 101. */
  nginx: "nginxinc/nginx-unprivileged:1.30.5",
  /** Chromium with fonts, for the browser tests. */
  chromium: "mcr.microsoft.com/playwright:v1.65.1-noble",
} as const;

/** turbo prunes before anything is installed, and so comes by itself: the version of package.json. */
export const turbo = "2.11.9";

/** syft lists what is in an image; it is a program, which PyPI has as a package. */
export const syft = "1.18.1";

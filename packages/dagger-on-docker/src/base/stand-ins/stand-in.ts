/** The label on every stand-in, and so on every image built from one: publish and deploy refuse it. */
export const STAND_IN_LABEL = "org.flipdocs.stand-in";

/** Debian itself: nothing to build from, so its packages are unpacked on the host. */
export interface Bootstrap {
  readonly kind: "bootstrap";
  readonly from: string;
  readonly suite: string;
}

/** Everything else: a Dockerfile on other bases. */
export interface Build {
  readonly kind: "build";
  /** Where the contents come from, as the progress line and the label say it. */
  readonly from: string;
  /** The images the Dockerfile starts from. */
  readonly bases: readonly string[];
  /** npm packages that stand in the context's node_modules. */
  readonly packages: readonly string[];
  readonly dockerfile: string;
}

/** How an image is made where its registry cannot be reached. */
export type StandIn = Bootstrap | Build;

/** The machine an image is for, as npm packages name it. */
export type Architecture = "x64" | "arm64";

/** @returns the stand-in for a tag, or undefined where the tag is of a kind that is not made */
export type Recipe = (tag: string, architecture: Architecture) => StandIn | undefined;

/** The Debian every other stand-in begins with, so that they share its layer. */
export const DEBIAN = "debian:trixie-slim";

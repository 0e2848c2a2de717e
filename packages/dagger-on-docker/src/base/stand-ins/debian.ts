import { DEBIAN, type Recipe } from "./stand-in.ts";

/** debian:trixie-slim, and its dated tags as the same image under another name. */
export const debian: Recipe = (tag) => {
  if (tag === "trixie-slim") return { kind: "bootstrap", from: "Debian packages", suite: "trixie" };
  if (!/^trixie-\d{8}-slim$/.test(tag)) return undefined;
  return {
    kind: "build",
    from: "Debian packages",
    bases: [DEBIAN],
    packages: [],
    dockerfile: `FROM ${DEBIAN}\n`,
  };
};

/** What the real slim image leaves out, as patterns for dpkg. */
const LEFT_OUT = ["/usr/share/doc/*", "/usr/share/man/*", "/usr/share/info/*", "/usr/share/locale/*"];
const KEPT = ["/usr/share/doc/*/copyright", "/usr/share/locale/locale.alias"];

/** The command line that unpacks and configures a minimal Debian into a tar. */
export function bootstrapCommand(suite: string, tar: string): readonly string[] {
  return [
    "mmdebstrap",
    "--variant=minbase",
    "--format=tar",
    '--aptopt=Acquire::Languages "none"',
    ...LEFT_OUT.map((pattern) => `--dpkgopt=path-exclude=${pattern}`),
    ...KEPT.map((pattern) => `--dpkgopt=path-include=${pattern}`),
    "--dpkgopt=force-unsafe-io",
    // The host's own name servers and name would travel with the image.
    '--customize-hook=rm -f "$1/etc/resolv.conf" "$1/etc/hostname"',
    suite,
    tar,
  ];
}

import { BaseImageError } from "./errors.ts";
import { run, tail } from "./process.ts";

/** A host's answer to "could mmdebstrap be installed here?". */
interface Host {
  readonly hasApt: boolean;
  readonly isRoot: boolean;
}

/** @returns what to do about a missing mmdebstrap: nothing where it can be installed, else the error to raise */
export function mmdebstrapRefusal({ hasApt, isRoot }: Host): BaseImageError | undefined {
  if (hasApt && isRoot) return undefined;
  const what = "The Debian stand-in cannot be made";
  if (hasApt)
    return new BaseImageError(
      what,
      "mmdebstrap is not installed",
      "Type: sudo apt-get install mmdebstrap debian-archive-keyring",
    );
  return new BaseImageError(
    what,
    "that needs mmdebstrap, which is for Debian and Ubuntu",
    "Connect to the registry, or bring the image from another machine: docker save … | docker load",
  );
}

const exists = async (command: string) => (await run(command, ["--version"])).code === 0;

/** Makes sure that mmdebstrap is there, installing it where this may be done without asking. */
export async function installMmdebstrap(progress: (line: string) => void): Promise<void> {
  if (await exists("mmdebstrap")) return;
  const refusal = mmdebstrapRefusal({ hasApt: await exists("apt-get"), isRoot: process.getuid?.() === 0 });
  if (refusal !== undefined) throw refusal;
  progress("installing mmdebstrap with apt-get, to make Debian's image from packages");
  const packages = ["mmdebstrap", "debian-archive-keyring"];
  await run("apt-get", ["-qq", "update"]);
  const { code, stderr } = await run("apt-get", ["-qq", "install", "-y", "--no-install-recommends", ...packages]);
  if (code === 0) return;
  throw new BaseImageError(
    "mmdebstrap could not be installed",
    `apt-get ended with ${code}`,
    `Type: apt-get install ${packages.join(" ")}`,
    tail(stderr),
  );
}

import { type Directory, dag, type File } from "@dagger.io/dagger";
import { EXIT, Refusal } from "../deploy/refusal.js";

/** What EC2 takes. */
const LIMIT = 16_384;

/**
 * What cloud-init makes a bare Debian or Ubuntu machine into a host of: Docker and the user who deploys by
 * compose/host/provision.sh, swap, and upgrades that install themselves.
 *
 * @param provision the script
 * @param key the public key of who deploys
 * @returns a #cloud-config file
 * @throws Refusal when that is no public key, or the file would be too long for EC2
 */
export function userData(provision: string, key: string): string {
  const [line = ""] = key.trim().split("\n");
  if (!/^(ssh-\S+|ecdsa-\S+|sk-\S+) [A-Za-z0-9+/=]+( .*)?$/.test(line) || key.includes("PRIVATE"))
    throw new Refusal(
      EXIT.refused,
      "--pubkey is no public key.",
      "Give the file that ends in .pub: ssh-keygen -q -t ed25519 -N '' -f ~/.ssh/flipdocs, then --pubkey ~/.ssh/flipdocs.pub",
    );
  const script = "/run/flipdocs-provision.sh";
  const config = {
    package_update: true,
    packages: ["unattended-upgrades"],
    // A build of pages or an upgrade that wants a little more memory for a moment costs time then, and no process.
    swap: { filename: "/swapfile", size: 2_147_483_648, maxsize: 2_147_483_648 },
    write_files: [
      { path: script, permissions: "0700", content: provision },
      {
        path: "/etc/apt/apt.conf.d/20auto-upgrades",
        content: 'APT::Periodic::Update-Package-Lists "1";\nAPT::Periodic::Unattended-Upgrade "1";\n',
      },
    ],
    // What it prints is in the machine's console: the line that --knownhosts wants is among it.
    runcmd: [["sh", script, line]],
  };
  const text = `#cloud-config\n${JSON.stringify(config, null, 1)}\n`;
  if (text.length > LIMIT)
    throw new Refusal(
      EXIT.refused,
      `The user data is ${text.length} bytes long; EC2 takes ${LIMIT}.`,
      "Shorten compose/host/provision.sh.",
    );
  return text;
}

/** A file of its own. */
export const file = (name: string, text: string): File => dag.directory().withNewFile(name, text).file(name);

/** The same, of the repository's own script. */
export const renderedUserData = async (source: Directory, pubkey: File): Promise<string> =>
  userData(await source.file("compose/host/provision.sh").contents(), await pubkey.contents());

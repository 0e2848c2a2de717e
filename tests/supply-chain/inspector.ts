import { join } from "node:path";
import { images as bases } from "../../dagger/src/images.ts";
import { ensureBase } from "../../packages/dagger-on-docker/src/base/index.ts";
import type { Registry } from "../hosts/registry.ts";
import { docker } from "../programs.ts";

/** Somebody with cosign and skopeo who has a registry's password, and a folder in /work. */
export interface Inspector {
  /** Runs shell lines, and gives what they printed. */
  sh(script: string): Promise<string>;
  remove(): Promise<void>;
}

const image = `flipdocs-test-${process.pid}-inspector`;

/** @param folder holds `ca.pem`, the certificate of the registry's authority */
export async function inspector({ url, username, password }: Registry, folder: string): Promise<Inspector> {
  await ensureBase([bases.debian], () => undefined);
  await docker("build", "--quiet", "--build-arg", `BASE=${bases.debian}`, "--tag", image, join(import.meta.dirname));
  const open = [
    "export SSL_CERT_FILE=/work/ca.pem COSIGN_PASSWORD=for-the-key",
    `skopeo login --username ${username} --password '${password}' --compat-auth-file ~/.docker/config.json ${url} >/dev/null`,
    "export REGISTRY_AUTH_FILE=~/.docker/config.json",
    "cd /work",
  ].join("\n");
  return {
    sh: (script) => docker("run", "--rm", "--volume", `${folder}:/work`, image, `${open}\n${script}`),
    remove: async () => {
      await docker("image", "rm", image);
    },
  };
}

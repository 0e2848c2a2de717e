import { ensureBase } from "../base/index.ts";
import { inspectImage } from "../base/inspect.ts";
import { once } from "../once.ts";
import type { ContainerState } from "./fs.ts";

export interface BaseImage
  extends Pick<ContainerState, "env" | "user" | "workdir" | "entrypoint" | "defaultArgs" | "labels" | "ports"> {
  readonly ref: string;
  /** Docker's id of it: the same content has the same one. */
  readonly identity: string;
}

const known = new Map<string, Promise<BaseImage>>();

/**
 * The configuration of a base image, brought here first where it is missing.
 *
 * @throws where the address is no image reference, or the image cannot be had
 */
export const baseImage = (address: string, progress: (line: string) => void): Promise<BaseImage> =>
  once(known, address, () => inspect(address, progress));

async function inspect(address: string, progress: (line: string) => void): Promise<BaseImage> {
  checkAddress(address);
  const here = await inspectImage(address);
  const ref = here ? address : ((await ensureBase([address], progress)).get(address) ?? address);
  const image = here ?? (await inspectImage(ref));
  if (!image) throw new Error(`the image ${ref} is gone from Docker: run the same command again`);
  const { Id, Config } = image;
  return {
    ref,
    identity: Id,
    env: Object.fromEntries(
      (Config.Env ?? []).map((pair) => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)]),
    ),
    user: Config.User ?? "",
    workdir: Config.WorkingDir ?? "",
    ...(Config.Entrypoint && { entrypoint: Config.Entrypoint }),
    ...(Config.Cmd && { defaultArgs: Config.Cmd }),
    labels: Config.Labels ?? {},
    ports: Object.keys(Config.ExposedPorts ?? {}),
  };
}

/** @throws where an address is no image reference: letters of the repository's name are small ones */
export function checkAddress(address: string): void {
  const name = address.replace(/@sha256:[0-9a-f]{64}$/, "").replace(/:\w[\w.-]{0,127}$/, "");
  if (/^(?:[\w.-]*[.:][\w.:-]*\/|localhost(?::\d+)?\/)?[a-z0-9_./-]+$/.test(name)) return;
  const form = "write it as in debian:trixie-slim or ghcr.io/acme/web:1.0, in small letters";
  throw new Error(`failed to parse image address ${address}: invalid reference format: ${form}`);
}

import type { ContainerState } from "../api/container-state.ts";
import { docker } from "../base/docker.ts";
import { BaseImageError, ensureBase } from "../base/index.ts";
import { once } from "../once.ts";

export interface BaseImage
  extends Pick<ContainerState, "env" | "user" | "workdir" | "entrypoint" | "defaultArgs" | "labels" | "ports"> {
  /** The name to build from. */
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
export const inspectImage = (address: string, progress: (line: string) => void): Promise<BaseImage> =>
  once(known, address, () => inspect(address, progress));

interface Inspected {
  readonly Id: string;
  readonly Config: {
    readonly Env?: readonly string[] | null;
    readonly User?: string;
    readonly WorkingDir?: string;
    readonly Entrypoint?: readonly string[] | null;
    readonly Cmd?: readonly string[] | null;
    readonly Labels?: Readonly<Record<string, string>> | null;
    readonly ExposedPorts?: Readonly<Record<string, unknown>> | null;
  };
}

async function inspect(address: string, progress: (line: string) => void): Promise<BaseImage> {
  checkAddress(address);
  const first = await docker(["image", "inspect", "--format", "{{json .}}", address]);
  const ref = first.code === 0 ? address : await obtain(address, progress);
  const { stdout } = first.code === 0 ? first : await docker(["image", "inspect", "--format", "{{json .}}", ref]);
  const { Id, Config }: Inspected = JSON.parse(stdout);
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

/** Brings an image here. Where it cannot be had, the error is the engine's; why, and what to do, is shown before. */
async function obtain(address: string, progress: (line: string) => void): Promise<string> {
  try {
    return (await ensureBase([address], progress)).get(address) ?? address;
  } catch (error) {
    if (!(error instanceof BaseImageError)) throw error;
    progress(error.message);
    throw new Error(`failed to resolve image ${JSON.stringify(address)}: ${address}: not found`, { cause: error });
  }
}

/** @throws where an address is no image reference: letters of the repository's name are small ones */
export function checkAddress(address: string): void {
  const name = address.replace(/@sha256:[0-9a-f]{64}$/, "").replace(/:\w[\w.-]{0,127}$/, "");
  if (/^(?:[\w.-]*[.:][\w.:-]*\/|localhost(?::\d+)?\/)?[a-z0-9_./-]+$/.test(name)) return;
  const form = "write it as in debian:trixie-slim or ghcr.io/acme/web:1.0, in small letters";
  throw new Error(`failed to parse image address ${address}: invalid reference format: ${form}`);
}

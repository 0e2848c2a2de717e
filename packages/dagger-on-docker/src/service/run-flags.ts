import { posix } from "node:path";
import {
  copyFs,
  type Fs,
  isFileMount,
  isSecret,
  type Mount,
  newFile,
  type ServiceState,
  type Settings,
} from "../build/fs.ts";
import { notServed } from "../graph.ts";
import { fileEntry } from "../tree/tree.ts";

/**
 * A container's files with its mounted folders and files copied in: a running one may write to them. Where a secret goes
 * there is an empty file, since Docker copies into folders that are there alone.
 */
export function withMountedFiles(fs: Fs, mounts: readonly Mount[]): Fs {
  return mounts.reduce((under, mount) => {
    if (isSecret(mount)) {
      const from = newFile(posix.basename(mount.target), fileEntry(Buffer.from("")));
      return copyFs(under, { from, kind: "file", to: mount.target });
    }
    if (!isFileMount(mount)) return under;
    const { from, kind, target } = mount;
    return copyFs(under, { from, kind, to: target });
  }, fs);
}

/** `docker run` flags for what a command sees: variables, user, working directory. Pure. */
export function settingFlags({ env, user, workdir }: Settings): string[] {
  return [
    ...Object.entries(env).flatMap(([name, value]) => ["--env", `${name}=${value}`]),
    ...(user ? ["--user", user] : []),
    ...(workdir ? ["--workdir", workdir] : []),
  ];
}

export function mountFlags(mounts: readonly Mount[]): string[] {
  return mounts.flatMap((mount) => {
    // What a build keeps in a cache, only builds see.
    if (mount.kind === "cache") throw notServed("Container", "withMountedCache of a service");
    return mount.kind === "tmpfs" ? ["--mount", `type=tmpfs,target=${mount.target}`] : [];
  });
}

/** `--add-host alias:address`, one a service that a container is bound to. Pure. */
export function hostFlags(addresses: Readonly<Record<string, string>>): string[] {
  return Object.entries(addresses).flatMap(([alias, address]) => ["--add-host", `${alias}:${address}`]);
}

/** The command a service runs: what it was given, else the container's own. Pure. */
export function serviceCommand({ container, args }: ServiceState): string[] {
  const { entrypoint = [], defaultArgs = [] } = container;
  const given = args.args?.length ? args.args : defaultArgs;
  const words = args.useEntrypoint || given.length === 0 ? [...entrypoint, ...given] : [...given];
  if (words.length === 0)
    throw new Error("no command has been set: give asService args, or the container default ones");
  return words;
}

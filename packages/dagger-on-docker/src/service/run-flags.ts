import type { ServiceState } from "../api/service.ts";
import { copyFs, type Fs, isFileMount, type Mount, type Settings } from "../build/fs.ts";
import { notServed } from "../graph.ts";
import type { SecretFile } from "./secrets.ts";

/** A session's files with its mounted folders and files copied in: a running container may write to them. */
export function withMountedFiles(fs: Fs, mounts: readonly Mount[]): Fs {
  return mounts.reduce((under, mount) => {
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

/** Flags for mounts that hold no files of the pipeline. `secretFile` is a secret's value as a mount's source. Pure. */
export function mountFlags(mounts: readonly Mount[], secretFile: (file: SecretFile) => string): string[] {
  return mounts.flatMap((mount) => {
    // What a build keeps in a cache, only builds see.
    if (mount.kind === "cache") throw notServed("Container", "withMountedCache beside services");
    if (mount.kind === "tmpfs") return ["--mount", `type=tmpfs,target=${mount.target}`];
    if (mount.kind === "secret") return ["--mount", `${secretFile(mount)},readonly,target=${mount.target}`];
    return [];
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

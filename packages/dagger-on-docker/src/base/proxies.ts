import { dockerConfig } from "./docker.ts";

/** No proxy is asked for these: what a step starts for itself, and reaches there. */
const own = ["localhost", "127.0.0.1", "::1"];

/**
 * The variables by which commands of builds find this machine's proxies, in both ways of writing them; BuildKit keeps
 * them out of images and cache keys. A proxy on loopback is none in a container.
 *
 * @param neighbours the names of services that commands reach, without a proxy
 */
export function proxiesOf(env: NodeJS.ProcessEnv, neighbours: readonly string[] = []): Record<string, string> {
  const ours = ["HTTP_PROXY", "HTTPS_PROXY"].flatMap((name) => {
    const value = env[name] || env[name.toLowerCase()];
    return value && !/^(\w+:\/\/)?([^@/]*@)?(localhost|127\.[\d.]+|\[::1\])(:|\/|$)/.test(value) ? [[name, value]] : [];
  });
  const given = proxiesIn(env);
  if (ours.length === 0 && given.length === 0) return {};
  const all = [...ours, ["NO_PROXY", reachedDirectly(env, given, neighbours)]] as [string, string][];
  return Object.fromEntries(
    all.flatMap(([name, value]) => [
      [name, value],
      [name.toLowerCase(), value],
    ]),
  );
}

/**
 * Flags of `docker create` for a container whose neighbours are reached by name. Docker's client hands proxies of its
 * configuration to every container, and some programs would ask them for their neighbours, too.
 */
export function neighbourFlags(names: readonly string[], env: NodeJS.ProcessEnv = process.env): string[] {
  const given = proxiesIn(env);
  if (given.length === 0) return [];
  return ["NO_PROXY", "no_proxy"].flatMap((name) => ["--env", `${name}=${reachedDirectly(env, given, names)}`]);
}

const proxiesIn = (env: NodeJS.ProcessEnv) => Object.values(dockerConfig(env).proxies ?? {});

function reachedDirectly(
  env: NodeJS.ProcessEnv,
  given: ReturnType<typeof proxiesIn>,
  names: readonly string[],
): string {
  const told = [env.NO_PROXY || env.no_proxy, ...given.map(({ noProxy }) => noProxy)];
  return [...told.filter(Boolean), ...own, ...names].join(",");
}

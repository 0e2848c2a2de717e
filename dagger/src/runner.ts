import { type Container, type Directory, dag } from "@dagger.io/dagger";
import { health } from "./health.js";
import { images } from "./images.js";
import type { Runtime } from "./monorepo.js";
import { from } from "./platform.js";
import { script, settle } from "./shell.js";

/** How an image runs. */
export interface Running {
  /** What it is made for; the machine's own if nothing. */
  platform: string;
  /** What runs it: the lowest layer. */
  runtime: Runtime;
  /** The one user of the image, by name. */
  user: string;
  /** The user's number. */
  id: number;
  workdir: string;
  env: Record<string, string>;
  port: number;
  /** The program that asks whether it works, and its arguments; the runtime is all there is to ask with. */
  probe: string[];
  /** The program that it is, and its arguments. */
  args: string[];
}

/**
 * Both runtimes end a connection at 16 KB of headers. The proxy lets 33 KB through, of which it passes the name on
 * twice: so it is always the proxy that refuses, and says why.
 */
const headerLimit = "--max-http-header-size=65536";

/**
 * An image with no shell, nothing to install with, and one user. Its lowest layer is the runtime.
 *
 * @param layers those above, each with its files where they belong in the image, what changes least first: a release then moves
 *   only the last
 */
export function runner(
  layers: Directory[],
  { platform, runtime, user, id, workdir, env, port, probe, args }: Running,
): Container {
  const base = from(images.base, platform);
  const filled = [runtimeLayer(runtime, platform), ...layers].reduce(
    (image, layer) => image.withDirectory("/", layer),
    base,
  );
  return Object.entries(env)
    .reduce((image, [name, value]) => image.withEnvVariable(name, value), filled)
    .withDirectory("/", passwd(user, id))
    .withWorkdir(workdir)
    .withUser(`${id}:${id}`)
    .withExposedPort(port)
    .withDockerHealthcheck([runtime, ...probe], health)
    .withoutEntrypoint()
    .withDefaultArgs([runtime, headerLimit, ...args]);
}

/** Node or Bun, and the folders to it, with one time: whoever builds it, a host that has the layer keeps it. */
function runtimeLayer(runtime: Runtime, platform: string): Directory {
  const copy = script(
    "mkdir -p /out/usr/local/bin",
    `cp -p /usr/local/bin/${runtime} /out/usr/local/bin/`,
    settle("/out"),
  );
  return from(images[runtime], platform).withUser("root").withExec(copy).directory("/out");
}

/** The `/etc/passwd` of a runner: root to own the files, and the one user that runs. It has one time, as all layers have. */
function passwd(user: string, id: number): Directory {
  const users = `root:x:0:0:root:/root:/sbin/nologin\n${user}:x:${id}:${id}::/app:/sbin/nologin\n`;
  return dag
    .directory()
    .withNewDirectory("etc", { permissions: 0o755 })
    .withNewFile("etc/passwd", users)
    .withTimestamps(1);
}

import { docker } from "../base/docker.ts";
import { once } from "../once.ts";
import type { Place } from "./forward.ts";
import { publishedPlace, type Reach, reachOf } from "./reach.ts";
import { ownContainer, ownerFlags, removeSession, sessionLabel, sessionName, sweep } from "./sessions.ts";

/** A container on a session's network. */
export interface Started {
  readonly container: string;
  readonly address: string;
}

/** Docker's own network, on which build steps are. */
const builds = "bridge";

/** What a session has running in Docker: a network and its containers. All labelled. */
export class Network {
  readonly name = sessionName();
  readonly label = `${sessionLabel}=${this.name}`;
  /** Flags of what is on it. */
  readonly flags = ["--label", this.label, "--network", this.name];
  readonly images = new Set<string>();
  #reach: Promise<Reach> | undefined;
  readonly #fromBuilds = new Map<string, Promise<string>>();

  #closed = false;
  readonly #pending = new Set<Promise<unknown>>();

  /** Runs `docker` and answers its output; throws with what it said, and once the session is closed. */
  async docker(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<string> {
    if (this.#closed) throw new Error("the session is closed");
    const running = docker(args, { env: { ...process.env, ...env } });
    this.#pending.add(running);
    const { code, stdout, stderr } = await running;
    this.#pending.delete(running);
    if (code !== 0) throw new Error(`docker ${args[0]} failed: ${stderr.trim()}`);
    return stdout.trim();
  }

  async start(container: string): Promise<Started> {
    await this.docker(["start", container]);
    return { container, address: await this.#address(container, this.name) };
  }

  /** The address at which build steps reach a container. */
  fromBuilds({ container }: Started): Promise<string> {
    return once(this.#fromBuilds, container, async () => {
      await this.docker(["network", "connect", builds, container]);
      return this.#address(container, builds);
    });
  }

  #address(container: string, on: string): Promise<string> {
    const address = `{{(index .NetworkSettings.Networks "${on}").IPAddress}}`;
    return this.docker(["inspect", "--format", address, container]);
  }

  async state(container: string): Promise<string> {
    return this.docker(["inspect", "--format", "{{.State.Status}}", container]);
  }

  async logs(container: string): Promise<string> {
    const { stdout, stderr } = await docker(["logs", "--tail", "200", container]);
    return stdout + stderr;
  }

  async remove(container: string): Promise<void> {
    await docker(["stop", "--time", "10", container]);
    await docker(["rm", "--force", "--volumes", container]);
  }

  /** Opens the network, once; answers how its containers are reached. */
  open(): Promise<Reach> {
    this.#reach ??= (async () => {
      // The client's own words, for DOCKER_HOST as for a context.
      const address = docker(["context", "inspect", "--format", "{{.Endpoints.docker.Host}}"]);
      const [container, daemon] = await Promise.all([ownContainer(), address, sweep()]);
      const id = await this.docker(["network", "create", ...ownerFlags(this.name, container), this.name]);
      const reach = reachOf(id, container, daemon.stdout.trim());
      if (reach.kind === "joined") await this.docker(["network", "connect", this.name, reach.container]);
      return reach;
    })();
    return this.#reach;
  }

  /** Where a port of a container is reached from here. */
  async place({ container, address }: Started, port: number): Promise<Place> {
    const { kind } = await this.open();
    // Without one, which is how a container ends, a connection would go to this machine.
    if (kind !== "published" && !address) throw new Error(`${container} has no address: it has ended`);
    if (kind !== "published") return { host: address, port };
    return publishedPlace(await this.docker(["port", container, `${port}/tcp`]));
  }

  /** Removes the session's containers, network and images; what is being made is waited for first. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.allSettled(this.#pending);
    const reach = await this.#reach?.catch(() => undefined);
    if (reach?.kind === "joined") await docker(["network", "disconnect", "--force", this.name, reach.container]);
    if (this.#reach || this.images.size > 0) await removeSession(this.name);
  }
}

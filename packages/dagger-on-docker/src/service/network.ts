import { docker } from "../base/docker.ts";
import { buildImage } from "../build/build.ts";
import { copyFs, scratch } from "../build/fs.ts";
import { runtime, toolsFs } from "../build/shim-line.ts";
import { digest } from "../graph.ts";
import type { Session } from "../session.ts";
import type { Place } from "./forward.ts";
import { publishedPlace, publishFlags, type Reach, reachOf, sharesFiles } from "./reach.ts";
import { ownContainer, ownerFlags, removeSession, sessionLabel, sessionName, sweep } from "./sessions.ts";

/** A container on a session's network. */
export interface Started {
  readonly container: string;
  readonly address: string;
}

const shimFolder = "/dagger";
const shimFs = copyFs(scratch, { from: { fs: toolsFs, path: "/" }, kind: "folder", to: shimFolder });
const shimImageFs = runtime.reduce(
  (fs, { from, kind, place }) => copyFs(fs, { from, kind, to: `${shimFolder}/${place}` }),
  shimFs,
);

/** What a session has running in Docker: a network, its containers, and the shim in a volume. All labelled. */
export class Network {
  readonly name = sessionName();
  readonly label = `${sessionLabel}=${this.name}`;
  readonly images = new Set<string>();
  #reach: Promise<Reach> | undefined;
  #shim: Promise<string> | undefined;
  #volume: Promise<string> | undefined;
  #files: Promise<string> | undefined;

  #closed = false;
  readonly #pending = new Set<Promise<unknown>>();

  constructor(private readonly session: Session) {}

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

  /**
   * Starts a container in the background.
   *
   * @param ports those that are to be reached from here
   * @param env for Docker's client, which hands on what flags name of it
   */
  async run(
    name: string,
    flags: readonly string[],
    ports: readonly number[],
    env?: Readonly<Record<string, string>>,
  ): Promise<Started> {
    const published = publishFlags(await this.open(), ports);
    const container = `${this.name}-${name}`;
    const id = `service ${name}`;
    this.session.progress.step({ id, name: id, state: "started" });
    const own = ["--hostname", name, "--network", this.name, "--network-alias", name, "--label", this.label];
    await this.docker(["run", "--detach", "--name", container, ...own, ...published, ...flags], env);
    const format = `{{(index .NetworkSettings.Networks "${this.name}").IPAddress}}`;
    const address = await this.docker(["inspect", "--format", format, container]);
    this.session.progress.step({ id, name: id, state: "done" });
    return { container, address };
  }

  #shimImage(): Promise<string> {
    this.#shim ??= (async () => {
      const image = `${this.name}:shim`;
      await buildImage(this.session, shimImageFs, [`LABEL ${this.label}`], image);
      this.images.add(image);
      return image;
    })();
    return this.#shim;
  }

  /**
   * A file of this machine as a mount's source, in the words of `docker run --mount`. Where the daemon does not see this
   * machine's files, it travels through the API into a volume of the session's.
   */
  async fileSource(file: string): Promise<string> {
    if (sharesFiles(await this.open())) return `type=bind,source=${file}`;
    const name = digest(file).slice(0, 16);
    // A container that never starts: by it, Docker copies into the volume. An owner and a mode come along.
    this.#files ??= this.#shimImage().then(async (image) => {
      await this.docker(["volume", "create", "--label", this.label, `${this.name}-files`]);
      const to = ["--volume", `${this.name}-files:/files`];
      return this.docker(["create", "--label", this.label, "--name", `${this.name}-files`, ...to, image, "none"]);
    });
    await this.docker(["cp", "--archive", "--follow-link", file, `${await this.#files}:/files/${name}`]);
    return `type=volume,source=${this.name}-files,volume-subpath=${name}`;
  }

  /** The shim as a volume that any container can mount: Docker fills a new volume from its image. */
  shimVolume(): Promise<string> {
    this.#volume ??= (async () => {
      const image = await this.#shimImage();
      await this.docker(["volume", "create", "--label", this.label, this.name]);
      await this.docker(["create", "--label", this.label, "--volume", `${this.name}:${shimFolder}`, image, "none"]);
      return this.name;
    })();
    return this.#volume;
  }

  async state(container: string): Promise<string> {
    return this.docker(["inspect", "--format", "{{.State.Status}}", container]);
  }

  async logs(container: string): Promise<string> {
    const { stdout, stderr } = await docker(["logs", "--tail", "200", container]);
    return stdout + stderr;
  }

  async remove(container: string, kill = false): Promise<void> {
    if (!kill) await docker(["stop", "--time", "10", container]);
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
    if ((await this.open()).kind !== "published") return { host: address, port };
    return publishedPlace(await this.docker(["port", container, `${port}/tcp`]));
  }

  /** Removes the session's containers, volumes, network and images; what is being made is waited for first. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.allSettled(this.#pending);
    const reach = await this.#reach?.catch(() => undefined);
    if (reach?.kind === "joined") await docker(["network", "disconnect", "--force", this.name, reach.container]);
    if (this.#reach || this.images.size > 0) await removeSession(this.name);
  }
}

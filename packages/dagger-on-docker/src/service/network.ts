import { randomBytes } from "node:crypto";
import { hostname } from "node:os";
import { docker } from "../base/docker.ts";
import { buildImage } from "../build/build.ts";
import { copyFs, scratch } from "../build/fs.ts";
import { runtime, shimWords, toolsFs } from "../build/shim-line.ts";
import type { Session } from "../session.ts";
import { sessionLabel } from "./run-flags.ts";

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
  readonly name = `dagger-on-docker-${process.pid}-${randomBytes(3).toString("hex")}`;
  readonly label = `${sessionLabel}=${hostname()}/${this.name}`;
  readonly images = new Set<string>();
  #open: Promise<void> | undefined;
  #shim: Promise<string> | undefined;
  #volume: Promise<string> | undefined;

  #closed = false;
  readonly #pending = new Set<Promise<unknown>>();

  constructor(private readonly session: Session) {}

  /** Runs `docker` and answers its output; throws with what it said, and once the session is closed. */
  docker(...args: string[]): Promise<string> {
    return this.#client(args);
  }

  async #client(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<string> {
    if (this.#closed) throw new Error("the session is closed");
    const running = docker(args, { env: { ...process.env, ...env } });
    this.#pending.add(running);
    const { code, stdout, stderr } = await running;
    this.#pending.delete(running);
    if (code !== 0) throw new Error(`docker ${args[0]} failed: ${stderr.trim()}`);
    return stdout.trim();
  }

  /** Starts a container in the background. `env` is for Docker's client, which hands on what flags name of it. */
  async run(name: string, flags: readonly string[], env?: Readonly<Record<string, string>>): Promise<Started> {
    await this.open();
    const container = `${this.name}-${name}`;
    const id = `service ${name}`;
    this.session.progress.step({ id, name: id, state: "started" });
    const own = ["--hostname", name, "--network", this.name, "--network-alias", name, "--label", this.label];
    await this.#client(["run", "--detach", "--name", container, ...own, ...flags], env);
    const address = await this.docker(
      "inspect",
      "--format",
      `{{(index .NetworkSettings.Networks "${this.name}").IPAddress}}`,
      container,
    );
    this.session.progress.step({ id, name: id, state: "done" });
    return { container, address };
  }

  /** Runs the shim alone in a container. */
  async shim(name: string, args: readonly string[]): Promise<Started> {
    const [program = "", ...words] = shimWords(shimFolder);
    return this.run(name, ["--entrypoint", program, await this.shimImage(), ...words, ...args]);
  }

  /** The shim as an image. */
  shimImage(): Promise<string> {
    this.#shim ??= (async () => {
      const name = `${this.name}:shim`;
      await buildImage(this.session, shimImageFs, [`LABEL ${this.label}`], name);
      this.images.add(name);
      return name;
    })();
    return this.#shim;
  }

  /** The shim as a volume that any container can mount: Docker fills a new volume from the image. */
  shimVolume(): Promise<string> {
    this.#volume ??= (async () => {
      const image = await this.shimImage();
      await this.docker("volume", "create", "--label", this.label, this.name);
      await this.docker("create", "--label", this.label, "--volume", `${this.name}:${shimFolder}`, image, "none");
      return this.name;
    })();
    return this.#volume;
  }

  async state(container: string): Promise<string> {
    return this.docker("inspect", "--format", "{{.State.Status}}", container);
  }

  async logs(container: string): Promise<string> {
    const { stdout, stderr } = await docker(["logs", "--tail", "200", container]);
    return stdout + stderr;
  }

  async gateway(): Promise<string> {
    await this.open();
    return this.docker("network", "inspect", "--format", "{{(index .IPAM.Config 0).Gateway}}", this.name);
  }

  async remove(container: string, kill = false): Promise<void> {
    if (!kill) await docker(["stop", "--time", "10", container]);
    await docker(["rm", "--force", "--volumes", container]);
  }

  open(): Promise<void> {
    this.#open ??= (async () => {
      await sweep();
      await this.docker("network", "create", "--label", this.label, this.name);
    })();
    return this.#open;
  }

  /** Removes the session's containers, volumes, network and images; what is being made is waited for first. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.allSettled(this.#pending);
    if (this.#open || this.images.size > 0) await removeSession(this.label);
  }
}

const lines = async (...args: string[]) => (await docker(args)).stdout.split("\n").filter(Boolean);

/** Removes all that one session has in Docker. */
async function removeSession(label: string): Promise<void> {
  const filter = ["--quiet", "--filter", `label=${label}`];
  const containers = await lines("ps", "--all", ...filter);
  if (containers.length > 0) await docker(["rm", "--force", "--volumes", ...containers]);
  const volumes = await lines("volume", "ls", ...filter);
  if (volumes.length > 0) await docker(["volume", "rm", "--force", ...volumes]);
  const networks = await lines("network", "ls", ...filter);
  if (networks.length > 0) await docker(["network", "rm", ...networks]);
  const reference = `reference=${label.split("/").at(-1)}`;
  const images = await lines("images", "--filter", reference, "--format", "{{.Repository}}:{{.Tag}}");
  if (images.length > 0) await docker(["rmi", "--force", ...images]);
}

/** Removes what sessions of this host that were killed have left; a session's name holds its process. */
async function sweep(): Promise<void> {
  const all = ["--filter", `label=${sessionLabel}`, "--format", `{{.Label "${sessionLabel}"}}`];
  const labels = await Promise.all([
    lines("ps", "--all", ...all),
    lines("network", "ls", ...all),
    lines("volume", "ls", ...all),
  ]);
  for (const label of new Set(labels.flat())) {
    const pid = new RegExp(`^${hostname()}/dagger-on-docker-(\\d+)-`).exec(label)?.[1];
    if (pid && !isRunning(Number(pid))) await removeSession(`${sessionLabel}=${label}`);
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

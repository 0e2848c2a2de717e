import { type ContainerState, tcpPorts } from "../api/container-state.ts";
import type { PortForward, ServiceState } from "../api/service.ts";
import { tail } from "../base/process.ts";
import { neighbourFlags } from "../base/proxies.ts";
import { buildImage, type Recorded } from "../build/build.ts";
import { type ExecFs, type Fs, isSecret, type Settings } from "../build/fs.ts";
import { digest } from "../graph.ts";
import { once } from "../once.ts";
import type { Session } from "../session.ts";
import { type Forwarding, forward } from "./forward.ts";
import { serviceName } from "./names.ts";
import { Network, type Started } from "./network.ts";
import { waitForPorts } from "./ports.ts";
import { hostFlags, mountFlags, serviceCommand, settingFlags, withMountedFiles } from "./run-flags.ts";
import { secretFiles, secretVariables } from "./secrets.ts";

/** What a command that ran beside services left, and what it said. */
export interface Bound {
  readonly files: Fs;
  readonly record: Recorded;
}

/** What of a container a command in it sees. */
type Seen = Settings & Pick<ContainerState, "fs" | "mounts" | "secrets" | "services">;

/** The services of a session: containers on a network of its own, started once however many ask. */
export class Services {
  readonly #running = new Map<string, Promise<Started>>();
  /** Commands that ran beside services, by their ids: containers that differ in a label share them. */
  readonly commands = new Map<string, Promise<Bound>>();
  readonly network: Network;

  constructor(private readonly session: Session) {
    this.network = new Network(session);
  }

  /** What a command that ran beside services said; undefined where it was a build step. */
  async recordOf(exec: ExecFs): Promise<Recorded | undefined> {
    return (await this.commands.get(exec.id))?.record;
  }

  /** Starts a service, once, with all it is bound to, and waits until its ports answer. */
  async start(state: ServiceState): Promise<void> {
    await this.#started(state);
  }

  /** alias → address, of services started for a container. */
  async addresses(bindings: Readonly<Record<string, string>>): Promise<Record<string, string>> {
    const pairs = Object.entries(bindings).map(async ([alias, id]) => {
      const state = await this.session.graph.load<ServiceState>(id, "Service");
      return [alias, (await this.#started(state)).address] as const;
    });
    return Object.fromEntries(await Promise.all(pairs));
  }

  async stop(state: ServiceState): Promise<void> {
    const running = await this.#running.get(serviceName(state));
    if (!running) return;
    this.#running.delete(serviceName(state));
    await this.network.remove(running.container);
  }

  /** Publishes a service's ports on this machine until the session is stopped. */
  async up(state: ServiceState, ports: readonly PortForward[]): Promise<void> {
    const own = tcpPorts(state.container).map((port) => ({ frontend: port, backend: port }));
    const wanted = ports.length > 0 ? ports : own;
    if (wanted.length === 0) throw new Error("no ports to forward: name some, as in --ports 8080:80");
    const open: Forwarding[] = [];
    try {
      // Before the service is built and started: a port that is taken is told at once.
      for (const { frontend, backend } of wanted) {
        const to = async () => this.network.place(await this.#started(state), backend);
        open.push(await forward({ host: "127.0.0.1", port: frontend ?? 0 }, to));
      }
      await this.#started(state);
      for (const { port } of open) this.session.progress.line(`serving on http://localhost:${port} (Ctrl-C stops it)`);
      await new Promise<void>((done) => this.session.stopped.addEventListener("abort", () => done()));
    } finally {
      for (const forwarding of open) forwarding.close();
    }
  }

  #started(state: ServiceState): Promise<Started> {
    const name = serviceName(state);
    return once(this.#running, name, () => this.#run(name, state));
  }

  async #run(name: string, state: ServiceState): Promise<Started> {
    const { words, env } = await this.words(state.container, serviceCommand(state));
    const ports = tcpPorts(state.container);
    const started = await this.network.run(name, words, ports, env);
    await waitForPorts(this.network, started, ports, async () => tail(await this.network.logs(started.container), 40));
    return started;
  }

  /** What `docker run` is given for a command in a container, beside a name. */
  async words(container: Seen, [program = "", ...args]: readonly string[]) {
    const [addresses, image] = await Promise.all([
      this.addresses(container.services),
      this.image(withMountedFiles(container.fs, container.mounts)),
    ]);
    const secrets = await secretVariables(container.secrets);
    const flags = [
      ...neighbourFlags(Object.keys(addresses)),
      ...settingFlags(container),
      ...secrets.flags,
      ...mountFlags(container.mounts, await secretFiles(this.session, container.mounts.filter(isSecret))),
      ...hostFlags(addresses),
    ];
    return { words: [...flags, "--entrypoint", program, image, ...args], env: secrets.env };
  }

  /** Builds a file system into an image of this session's own. */
  async image(fs: Fs, config: readonly string[] = [`LABEL ${this.network.label}`]): Promise<string> {
    const name = `${this.network.name}:${digest([fs.id, config]).slice(0, 24)}`;
    await buildImage(this.session, fs, config, name);
    this.network.images.add(name);
    return name;
  }
}

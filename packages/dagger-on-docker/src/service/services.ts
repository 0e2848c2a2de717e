import type { ContainerState } from "../api/container-state.ts";
import type { PortForward, ServiceState } from "../api/service.ts";
import { tail } from "../base/process.ts";
import { buildImage, type Recorded } from "../build/build.ts";
import { type ExecFs, type Fs, isSecret } from "../build/fs.ts";
import { digest } from "../graph.ts";
import type { Session } from "../session.ts";
import { forward, type Place } from "./forward.ts";
import { serviceName } from "./names.ts";
import { Network } from "./network.ts";
import { waitForPorts } from "./ports.ts";
import { hostFlags, mountFlags, serviceCommand, settingFlags, withMountedFiles } from "./run-flags.ts";
import { secretFiles, secretVariables } from "./secrets.ts";

interface Running {
  readonly address: string;
  /** What runs; a tunnel has none. */
  readonly container?: string;
  /** The port of this machine for each tunnelled one, in the order asked for. */
  readonly published?: readonly number[];
  readonly close?: () => void;
}

const loopback = "127.0.0.1";

/** The services of a session: containers on a network of its own, started once however many ask. */
export class Services {
  readonly #running = new Map<string, Promise<Running>>();
  readonly #commands = new Map<string, Promise<Fs>>();
  readonly #records = new Map<string, Recorded>();
  readonly network: Network;

  constructor(private readonly session: Session) {
    this.network = new Network(session);
  }

  /** Runs a command beside services the first time it is asked for; containers that differ in a label share it. */
  once(exec: ExecFs, run: () => Promise<Fs>): Promise<Fs> {
    const running = this.#commands.get(exec.id) ?? run();
    this.#commands.set(exec.id, running);
    return running;
  }

  /** What a command that ran beside services said; undefined where it was a build step. */
  recordOf(exec: ExecFs): Recorded | undefined {
    return this.#records.get(exec.id);
  }

  keepRecord(exec: ExecFs, record: Recorded): void {
    this.#records.set(exec.id, record);
  }

  async hostname(state: ServiceState): Promise<string> {
    return state.kind === "tunnel" ? loopback : serviceName(state);
  }

  /** The first port of a tunnel on the host. */
  async tunnelPort(state: ServiceState): Promise<number | undefined> {
    return state.kind === "tunnel" ? (await this.#started(state)).published?.[0] : undefined;
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

  async stop(state: ServiceState, kill = false): Promise<void> {
    const name = this.#key(state);
    const running = await this.#running.get(name);
    if (!running) return;
    this.#running.delete(name);
    running.close?.();
    if (running.container) await this.network.remove(running.container, kill);
  }

  /** Publishes a service's ports on this machine until the session is stopped. */
  async up(state: ServiceState, ports: readonly PortForward[], random = false): Promise<void> {
    const { published = [], close } = await this.#open(state, ports, !random);
    for (const port of published) this.session.progress.line(`serving on http://localhost:${port} (Ctrl-C stops it)`);
    await new Promise<void>((done) => this.session.stopped.addEventListener("abort", () => done()));
    close?.();
  }

  /** Removes what was started. */
  async close(): Promise<void> {
    for (const running of this.#running.values()) running.then(({ close }) => close?.()).catch(() => {}); // told to who asked
    await this.network.close();
  }

  #key(state: ServiceState): string {
    return state.kind === "tunnel" ? `tunnel ${JSON.stringify(state)}` : serviceName(state);
  }

  #started(state: ServiceState): Promise<Running> {
    const key = this.#key(state);
    let running = this.#running.get(key);
    if (!running) {
      running = this.#run(state);
      this.#running.set(key, running);
      running.catch(() => this.#running.delete(key));
    }
    return running;
  }

  async #run(state: ServiceState): Promise<Running> {
    if (state.kind === "host") return this.#fromHost(state);
    if (state.kind === "container") return this.#container(state);
    const target = await this.session.graph.load<ServiceState>(state.service, "Service");
    return this.#open(target, state.ports, state.native);
  }

  async #container(state: Extract<ServiceState, { kind: "container" }>): Promise<Running> {
    const { container, args } = state;
    const { words, env } = await this.words(container, serviceCommand(container, args));
    const exposed = container.ports.filter(({ protocol }) => protocol === "TCP");
    const reached = exposed.map(({ port }) => port);
    const started = await this.network.run(serviceName(state), words, reached, env);
    const ports = exposed.filter((port) => !port.experimentalSkipHealthcheck).map(({ port }) => port);
    await waitForPorts(this.network, started, ports, async () => tail(await this.network.logs(started.container), 40));
    return started;
  }

  /** What `docker run` is given for a command in a container, beside a name. */
  async words(container: ContainerState, [program = "", ...args]: readonly string[]) {
    const [addresses, image] = await Promise.all([
      this.addresses(container.services),
      this.image(withMountedFiles(container.fs, container.mounts)),
    ]);
    const secrets = await secretVariables(this.session, container.secrets);
    const flags = [
      ...settingFlags(container),
      ...secrets.flags,
      ...mountFlags(container.mounts, await secretFiles(this.session, container.mounts.filter(isSecret))),
      ...hostFlags(addresses),
    ];
    return { words: [...flags, "--entrypoint", program, image, ...args], env: secrets.env };
  }

  #place({ container, address }: Running, port: number): Place | Promise<Place> {
    return container ? this.network.place({ container, address }, port) : { host: address, port };
  }

  /** Builds a file system into an image of this session's own. */
  async image(fs: Fs, config: readonly string[] = [`LABEL ${this.network.label}`]): Promise<string> {
    const name = `${this.network.name}:${digest([fs.id, config]).slice(0, 24)}`;
    await buildImage(this.session, fs, config, name);
    this.network.images.add(name);
    return name;
  }

  /** Ports of this machine from which connections are handed on to a service. */
  async #open(target: ServiceState, ports: readonly PortForward[], native: boolean): Promise<Running> {
    const own =
      target.kind === "container"
        ? target.container.ports.map(({ port }) => ({ frontend: native ? port : 0, backend: port }))
        : [];
    const wanted = ports.length > 0 ? ports : own;
    if (wanted.length === 0) throw new Error("no ports to forward");
    const forwards: Awaited<ReturnType<typeof forward>>[] = [];
    const close = () => forwards.map((forwarding) => forwarding.close());
    try {
      // Before the service is built and started: a port that is taken is told at once.
      for (const { frontend, backend } of wanted) {
        const to = async () => this.#place(await this.#started(target), backend);
        forwards.push(await forward({ host: loopback, port: frontend ?? 0 }, to));
      }
      await this.#started(target);
    } catch (error) {
      close();
      throw error;
    }
    return { address: loopback, published: forwards.map(({ port }) => port), close };
  }

  /** A server of this machine under an address in the network: a relay there, and one here on the network's gateway. */
  async #fromHost(state: Extract<ServiceState, { kind: "host" }>): Promise<Running> {
    const { host, ports } = state;
    const gateway = await this.network.gateway();
    const forwards = await Promise.all(
      ports.map(({ backend }) => forward({ host: gateway, port: 0 }, async () => ({ host, port: backend }))),
    );
    const inside = ports.map(({ frontend, backend }) => frontend || backend);
    const routes = inside.map((port, index) => `${port}:${gateway}:${forwards[index]?.port}`);
    const relay = await this.network.shim(serviceName(state), ["--relay", ...routes], inside);
    await waitForPorts(this.network, relay, inside, async () => "");
    return { ...relay, close: () => forwards.map((forwarding) => forwarding.close()) };
  }
}

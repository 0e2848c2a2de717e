import { mkdir, writeFile } from "node:fs/promises";
import { connect, createServer, type Server } from "node:net";
import { join } from "node:path";
import type { PortForward, ServiceState } from "../api/service.ts";
import { tail } from "../base/process.ts";
import { buildImage, type Recorded } from "../build/build.ts";
import type { ExecFs, Fs } from "../build/fs.ts";
import { digest } from "../graph.ts";
import type { Session } from "../session.ts";
import { serviceName } from "./names.ts";
import { Network } from "./network.ts";
import { waitForPorts } from "./ports.ts";
import { hostFlags, mountFlags, serviceCommand, settingFlags, withMountedFiles } from "./run-flags.ts";

interface Running {
  readonly container: string;
  readonly address: string;
  /** host port of each tunnelled port, in the order asked for */
  readonly published?: readonly number[];
  readonly close?: () => void;
}

/** How a service is given its secret variables. */
interface SecretVariables {
  readonly flags: string[];
  readonly env: Record<string, string>;
}

/** The services of a session: containers on a network of its own, started once however many ask. */
export class Services {
  readonly #running = new Map<string, Promise<Running>>();
  readonly #records = new Map<string, Recorded>();
  readonly network: Network;

  constructor(private readonly session: Session) {
    this.network = new Network(session);
  }

  /** What a command that ran beside services said; undefined where it was a build step. */
  recordOf(exec: ExecFs): Recorded | undefined {
    return this.#records.get(exec.id);
  }

  keepRecord(exec: ExecFs, record: Recorded): void {
    this.#records.set(exec.id, record);
  }

  async hostname(state: ServiceState): Promise<string> {
    return state.kind === "tunnel" ? "127.0.0.1" : serviceName(state);
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
    await this.network.remove(running.container, kill);
  }

  /** Publishes a service's ports on this machine until the session is stopped. */
  async up(state: ServiceState, ports: readonly PortForward[], random = false): Promise<void> {
    const { published = [] } = await this.#open(state, ports, !random, serviceName(state));
    for (const port of published) this.session.progress.line(`serving on http://localhost:${port} (Ctrl-C stops it)`);
    await new Promise<void>((done) => this.session.stopped.addEventListener("abort", () => done()));
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
    return this.#open(target, state.ports, state.native, serviceName(target));
  }

  async #container(state: Extract<ServiceState, { kind: "container" }>): Promise<Running> {
    const { container, args } = state;
    const name = serviceName(state);
    const [addresses, image] = await Promise.all([
      this.addresses(container.services),
      this.image(withMountedFiles(container.fs, container.mounts)),
    ]);
    const secrets = await this.#secretVariables(container.secrets);
    const [program = "", ...words] = serviceCommand(container, args);
    const flags = [
      ...settingFlags(container),
      ...secrets.flags,
      ...mountFlags(container.mounts, await this.secretFiles(container.mounts)),
      ...hostFlags(addresses),
    ];
    const started = await this.network.run(name, [...flags, "--entrypoint", program, image, ...words], secrets.env);
    const ports = container.ports
      .filter((port) => port.protocol === "TCP" && !port.experimentalSkipHealthcheck)
      .map(({ port }) => port);
    await waitForPorts(this.network, started, ports, async () => tail(await this.network.logs(started.container), 40));
    return started;
  }

  /** Builds a file system into an image of this session's own. */
  async image(fs: Fs): Promise<string> {
    const name = `${this.network.name}:${fs.id.slice(0, 24)}`;
    await buildImage(this.session, fs, [`LABEL ${this.network.label}`], name);
    this.network.images.add(name);
    return name;
  }

  /** Values of one line lie in a file of the workspace; others are handed to Docker's client in its environment. */
  async #secretVariables(secrets: Readonly<Record<string, string>>): Promise<SecretVariables> {
    const given: SecretVariables = { flags: [], env: {} };
    for (const [name, secret] of Object.entries(secrets)) {
      const value = await this.session.secrets.value(secret);
      if (value.includes("\n")) {
        given.env[name] = value;
        given.flags.push("--env", name);
        continue;
      }
      const file = join(this.session.workspace.folder, `env-${digest(secret).slice(0, 16)}-${name}`);
      await writeFile(file, `${name}=${value}\n`, { mode: 0o600 });
      given.flags.push("--env-file", file);
    }
    return given;
  }

  /** Puts the values of mounted secrets into files that only this user reads; answers where each lies. */
  async secretFiles(
    mounts: readonly { kind: string; secret?: string; mode?: number }[],
  ): Promise<(secret: string) => string> {
    const folder = join(this.session.workspace.folder, "secrets");
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const place = (secret: string) => join(folder, digest(secret).slice(0, 16));
    for (const { kind, secret, mode } of mounts) {
      if (kind === "secret" && secret)
        await writeFile(place(secret), await this.session.secrets.value(secret), { mode: mode ?? 0o400 });
    }
    return place;
  }

  /** A container that hands connections from ports of this machine on to a service. */
  async #open(target: ServiceState, ports: readonly PortForward[], native: boolean, name: string): Promise<Running> {
    const own =
      target.kind === "container"
        ? target.container.ports.map(({ port }) => ({ frontend: native ? port : 0, backend: port }))
        : [];
    const wanted = ports.length > 0 ? ports : own;
    if (wanted.length === 0) throw new Error("no ports to forward");
    const { address } = await this.#started(target);
    const publish = wanted.flatMap(({ frontend, backend }) => ["--publish", `127.0.0.1:${frontend || ""}:${backend}`]);
    const relay = await this.network.shim(`${name}-tunnel-${this.#running.size}`, publish, [
      "--relay",
      ...wanted.map(({ backend }) => `${backend}:${address}:${backend}`),
    ]);
    const backends = wanted.map(({ backend }) => backend);
    await waitForPorts(this.network, relay, backends, () => this.network.logs(relay.container));
    const published = await Promise.all(
      wanted.map(({ backend }) => this.network.publishedPort(relay.container, backend)),
    );
    return { ...relay, published };
  }

  /** A server of this machine under an address in the network: a relay there, and one here on the network's gateway. */
  async #fromHost(state: Extract<ServiceState, { kind: "host" }>): Promise<Running> {
    const gateway = await this.network.gateway();
    const servers = await Promise.all(
      state.ports.map(async ({ backend }) => {
        const server = createServer((client) => {
          const target = connect({ host: state.host, port: backend });
          client.pipe(target).pipe(client);
          client.on("error", () => target.destroy());
          target.on("error", () => client.destroy());
        });
        await new Promise<void>((done) => server.listen(0, gateway, done));
        return server;
      }),
    );
    const routes = state.ports.map(
      ({ frontend, backend }, index) => `${frontend || backend}:${gateway}:${addressOf(servers[index])}`,
    );
    const relay = await this.network.shim(serviceName(state), [], ["--relay", ...routes]);
    await waitForPorts(
      this.network,
      relay,
      state.ports.map(({ frontend, backend }) => frontend || backend),
      async () => "",
    );
    return { ...relay, close: () => servers.map((server) => server.close()) };
  }
}

/** The port that a server of this process listens on. */
function addressOf(server: Server | undefined): number {
  const address = server?.address();
  if (!address || typeof address === "string") throw new Error("the relay to this machine is not listening");
  return address.port;
}

import { tcpPorts } from "../api/container-state.ts";
import { tail } from "../base/process.ts";
import { neighbourFlags } from "../base/proxies.ts";
import { type BuildSession, buildImage } from "../build/build.ts";
import {
  type Bindings,
  type ContainerState,
  type Fs,
  isSecret,
  type ServiceState,
  type Settings,
  serviceName,
} from "../build/fs.ts";
import { digest } from "../graph.ts";
import { once } from "../once.ts";
import { type Forwarding, forward } from "./forward.ts";
import { Network, type Started } from "./network.ts";
import { waitForPorts } from "./ports.ts";
import { publishFlags } from "./reach.ts";
import { hostFlags, mountFlags, serviceCommand, settingFlags, withMountedFiles } from "./run-flags.ts";
import { giveSecret, secretVariables } from "./secrets.ts";

export interface PortForward {
  readonly frontend?: number | null;
  readonly backend: number;
}

/** What of a container a command in it sees. */
type Seen = Settings & Pick<ContainerState, "fs" | "mounts" | "secrets" | "services">;

/** The services of a session: containers on a network of its own, started once however many ask. */
export class Services {
  readonly #running = new Map<string, Promise<Started>>();
  readonly network = new Network();

  constructor(private readonly session: BuildSession) {}

  /**
   * Starts a service, once, with all it is bound to, and waits until its ports answer.
   *
   * @param alias what calls it: progress names it by that
   */
  start(state: ServiceState, alias?: string): Promise<Started> {
    const name = serviceName(state);
    return once(this.#running, name, () => this.#run(name, state, alias ?? serviceCommand(state).join(" ")));
  }

  /** The hosts file of a command in a build, once its services are there. */
  async hosts(services: Bindings): Promise<string> {
    const lines = (await this.#bound(services)).map(
      async ([alias, started, name]) => `${await this.network.fromBuilds(started)} ${alias} ${name}\n`,
    );
    return ["127.0.0.1 localhost\n::1 localhost\n", ...(await Promise.all(lines))].join("");
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
        const to = async () => this.network.place(await this.start(state), backend);
        open.push(await forward({ host: "127.0.0.1", port: frontend ?? 0 }, to));
      }
      await this.start(state);
      for (const { port } of open) this.session.progress.line(`serving on http://localhost:${port} (Ctrl-C stops it)`);
      await new Promise<void>((done) => this.session.stopped.addEventListener("abort", () => done()));
    } finally {
      for (const forwarding of open) forwarding.close();
    }
  }

  /** Services that something is bound to, started: by which alias, where, and the name that endpoints tell. */
  #bound(services: Bindings) {
    const bound = Object.entries(services).map(
      async ([alias, state]) => [alias, await this.start(state, alias), serviceName(state)] as const,
    );
    return Promise.all(bound);
  }

  async #run(name: string, { container, args }: ServiceState, shown: string): Promise<Started> {
    const { network, session } = this;
    const ports = tcpPorts(container);
    const named = ["--name", `${network.name}-${name}`, "--hostname", name, "--network-alias", name];
    const made = await this.create(container, serviceCommand({ container, args }), named, ports);
    const step = { id: `service ${name}`, name: `service ${shown.slice(0, 80)}` };
    session.progress.step({ ...step, state: "started" });
    const started = await network.start(made);
    const log = async () => tail(await network.logs(made), 40);
    await waitForPorts(network, started, ports, { name: step.name, log });
    session.progress.step({ ...step, state: "done" });
    return started;
  }

  /**
   * Makes a container of the session's for a command, which is not started yet; answers its id.
   *
   * @param ports those that are to be reached from here
   */
  async create(
    seen: Seen,
    [program = "", ...args]: readonly string[],
    flags: readonly string[],
    ports: readonly number[] = [],
  ): Promise<string> {
    const { network } = this;
    const [bound, image, secrets, reach] = await Promise.all([
      this.#bound(seen.services),
      this.image(withMountedFiles(seen.fs, seen.mounts)),
      secretVariables(seen.secrets),
      network.open(),
    ]);
    const addresses = Object.fromEntries(bound.map(([alias, { address }]) => [alias, address]));
    const placed = [
      ...network.flags,
      ...publishFlags(reach, ports),
      ...hostFlags(addresses),
      ...neighbourFlags(Object.keys(addresses)),
    ];
    const own = [...settingFlags(seen), ...secrets.flags, ...mountFlags(seen.mounts), "--entrypoint", program];
    const made = await network.docker(["create", ...placed, ...flags, ...own, image, ...args], secrets.env);
    for (const mount of seen.mounts.filter(isSecret)) await giveSecret(this.session.folder, network, made, mount);
    return made;
  }

  /** Builds a file system into an image of this session's own. */
  async image(fs: Fs, config: readonly string[] = [`LABEL ${this.network.label}`]): Promise<string> {
    const name = `${this.network.name}:${digest([fs.id, config]).slice(0, 24)}`;
    await buildImage(this.session, fs, config, name);
    this.network.images.add(name);
    return name;
  }
}

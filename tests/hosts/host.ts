import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dockerBinary } from "../../packages/dagger-on-docker/src/base/index.ts";
import { docker, run, until } from "../../testing/programs.ts";
import { type Machine, machineOf, startMachine } from "./container.ts";
import { imageOf } from "./image.ts";
import type { Registry } from "./registry.ts";

/** Where a host is, and what opens it. */
export interface HostFacts {
  readonly name: string;
  readonly address: string;
  readonly user: string;
  /** The folder of the two files that `--key` and `--knownhosts` take. */
  readonly folder: string;
  readonly key: string;
  readonly knownHosts: string;
  /** Of Docker's disk, where it is one of its own. */
  readonly size?: string;
}

/** A machine with Docker and sshd, as compose/host/provision.sh leaves it. */
export interface Host extends HostFacts, Machine {
  /** Docker's client on it, as root. */
  docker(...words: readonly string[]): Promise<string>;
  /** Brings images of this machine's Docker to it. */
  load(...images: readonly string[]): Promise<void>;
  /** Lets it pull from a registry of the tests. */
  trust(registry: Registry): Promise<void>;
  /** Starts it anew. `hard`: everything is killed at once, as when power fails. Returns when its Docker answers. */
  reboot(how?: { readonly hard: boolean }): Promise<void>;
  /** Stops everything on it, so that connections hang. Returns what lets it go on. */
  freeze(): Promise<() => Promise<void>>;
  /** Fills Docker's disk to the last byte. Returns what frees it again. */
  fillDisk(): Promise<() => Promise<void>>;
}

/** What a container needs to be a Docker host; `--privileged` would ask for more than some daemons may give. */
const unconfined = ["seccomp", "apparmor", "systempaths"].flatMap((what) => ["--security-opt", `${what}=unconfined`]);
const asMachine = ["--cap-add", "ALL", ...unconfined, "--cgroupns", "private"];

/** A disk of its own size: in memory, so that it is really full when it is full. */
const disk = (size: string) => [
  "--mount",
  `type=volume,dst=/var/lib/docker,volume-opt=type=tmpfs,volume-opt=device=tmpfs,volume-opt=o=size=${size}`,
];

/**
 * Starts a host and provisions it for a key of its own.
 *
 * @param size of Docker's disk, as `3g`; without it the disk is this machine's, and cannot be filled
 */
export async function startHost({ size }: { readonly size?: string } = {}): Promise<Host> {
  const machine = await startMachine("host", await imageOf("Dockerfile"), [...asMachine, ...(size ? disk(size) : [])]);
  const folder = mkdtempSync(join(tmpdir(), "flipdocs-host-"));
  const { name, address, sh } = machine;
  const files = { folder, key: join(folder, "key"), knownHosts: join(folder, "known_hosts") };
  const host = hostOf({ name, address, user: "deploy", ...files, ...(size && { size }) });
  try {
    await run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "", "-f", host.key]);
    await answers(machine);
    const printed = await sh('sh /provision.sh "$1" 2>/dev/null', readFileSync(`${host.key}.pub`, "utf8").trim());
    writeFileSync(host.knownHosts, `${printed.replace(/^HOST/, address)}\n`);
  } catch (error) {
    await host.remove();
    throw error;
  }
  return host;
}

const answers = ({ sh }: Machine) => until(60, () => sh("docker version && ss -tln | grep -q ':22 '").then(() => true));

/** What a global setup hands to its test files of a host. */
export const factsOf = ({ name, address, user, folder, key, knownHosts, size }: HostFacts): HostFacts => ({
  name,
  address,
  user,
  folder,
  key,
  knownHosts,
  ...(size && { size }),
});

/** A host that is there already: what a test file does with what its global setup has started. */
export function hostOf(facts: HostFacts): Host {
  const machine = machineOf(facts);
  const { name, sh } = machine;
  const { folder, size } = facts;
  return {
    ...facts,
    ...machine,
    docker: (...words) => sh('exec docker "$@"', ...words),
    load: async (...images) => {
      const copy = '"$0" save "$@" | "$0" exec --interactive "$HOST" docker load --quiet';
      await run("bash", ["-o", "pipefail", "-c", copy, dockerBinary(), ...images], {
        env: { ...process.env, HOST: name },
      });
    },
    trust: (registry) => trust(sh, registry),
    reboot: async ({ hard } = { hard: false }) => {
      const before = await sh("cat /proc/sys/kernel/random/uuid | tee /run/boot");
      if (!hard) await sh("kill $(cat /run/docker.pid); while [ -e /run/docker.pid ]; do sleep 0.1; done");
      // The shell that says so goes with the rest.
      await sh("kill -KILL -1").catch(() => undefined);
      await until(60, async () => (await sh("cat /run/boot 2>/dev/null || :")) !== before);
      await answers(machine);
    },
    freeze: async () => {
      await docker("pause", name);
      return async () => {
        await docker("unpause", name);
      };
    },
    fillDisk: async () => {
      if (!size) throw new Error("Only a host with a disk of its own can be filled: startHost({ size })");
      await sh("cat /dev/zero >/var/lib/docker/full || :");
      return async () => {
        await sh("rm /var/lib/docker/full");
      };
    },
    remove: async () => {
      await machine.remove();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function trust(sh: Machine["sh"], { url, ca }: Registry): Promise<void> {
  if (ca) {
    await sh('mkdir -p "/etc/docker/certs.d/$1" && printf %s "$2" >"/etc/docker/certs.d/$1/ca.crt"', url, ca);
    return;
  }
  const file = "/etc/docker/daemon.json";
  const configuration = JSON.parse(await sh(`cat ${file}`)) as Record<string, unknown>;
  const { "insecure-registries": known = [] } = configuration as { "insecure-registries"?: readonly string[] };
  const changed = JSON.stringify({ ...configuration, "insecure-registries": [...known, url] });
  await sh(`printf %s "$1" >${file} && kill -HUP $(cat /run/docker.pid)`, changed);
  await until(20, async () => (await sh("docker info --format '{{json .RegistryConfig.IndexConfigs}}'")).includes(url));
}

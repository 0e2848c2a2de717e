import { spawn } from "node:child_process";
import { dockerBinary } from "../../packages/dagger-on-docker/src/base/index.ts";
import { docker, run, until } from "../../testing/programs.ts";

let started = 0;

/** A container that stands for a machine, with an address that this one and its containers reach. */
export interface Machine {
  /** The container's name. */
  readonly name: string;
  readonly address: string;
  /** Runs a shell script on it as root, without the network, and gives what it printed. */
  sh(script: string, ...args: readonly string[]): Promise<string>;
  /** What its network card has received since it was started, in bytes: all that was moved to it, and its envelopes. */
  received(): Promise<number>;
  /** Takes its network away: who calls it gets no answer. Returns what plugs it in again. */
  unplug(): Promise<() => Promise<void>>;
  /** Removes it with all that it holds. */
  remove(): Promise<void>;
}

/**
 * Starts one, under a name of this run's. It goes with this process, however that ends: Docker's client holds it by its
 * standard input.
 *
 * @param flags those of `docker run`
 */
export async function startMachine(kind: string, image: string, flags: readonly string[]): Promise<Machine> {
  const name = `flipdocs-test-${process.pid}-${kind}-${started++}`;
  const words = ["run", "--rm", "--interactive", "--name", name, "--hostname", kind, ...flags, image];
  const client = spawn(dockerBinary(), words, { stdio: ["pipe", "ignore", "pipe"] });
  let said = "";
  client.stderr.setEncoding("utf8").on("data", (text: string) => {
    said = (said + text).slice(-2000);
  });
  const inspect = ["inspect", "--format", "{{.NetworkSettings.Networks.bridge.IPAddress}}", name];
  const address = await until(60, () => {
    if (client.exitCode !== null) throw new Error(`${name} ended at once: ${said}`);
    return docker(...inspect);
  });
  return machineOf({ name, address });
}

/** One that is there already, started by this process or by the one that it is a part of. */
export function machineOf({ name, address }: Pick<Machine, "name" | "address">): Machine {
  const sh: Machine["sh"] = (script, ...args) =>
    run(dockerBinary(), ["exec", name, "sh", "-euc", script, "sh", ...args]);
  return {
    name,
    address,
    sh,
    received: async () => Number(await sh("cat /sys/class/net/eth0/statistics/rx_bytes")),
    unplug: async () => {
      const route = await sh("ip route show default && ip link set eth0 down");
      return async () => {
        await sh(`ip link set eth0 up && ip route replace ${route.trim()}`);
      };
    },
    remove: async () => {
      await docker("rm", "--force", "--volumes", name);
    },
  };
}

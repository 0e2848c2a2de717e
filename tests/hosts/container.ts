import { spawnSync } from "node:child_process";
import { docker, run } from "../../compose/test/stack/programs.ts";
import { dockerBinary } from "../../packages/dagger-on-docker/src/base/index.ts";

const started = new Set<string>();

// A run that ends early takes its machines with it.
process.once("exit", () => {
  if (started.size > 0) spawnSync(dockerBinary(), ["rm", "--force", "--volumes", ...started], { stdio: "ignore" });
});

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

/** Starts one, under a name of this run's. `flags` are those of `docker run`. */
export async function startMachine(kind: string, image: string, flags: readonly string[]): Promise<Machine> {
  const name = `flipdocs-test-${process.pid}-${kind}-${started.size}`;
  started.add(name);
  await docker("run", "--detach", "--name", name, "--hostname", kind, ...flags, image);
  return machineOf({
    name,
    address: await docker("inspect", "--format", "{{.NetworkSettings.Networks.bridge.IPAddress}}", name),
  });
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
      started.delete(name);
    },
  };
}

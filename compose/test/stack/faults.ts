import { attempt, docker, run, until } from "../../../testing/programs.ts";
import { compose, containers, facts } from "./stack.ts";

/** Something that happens to a neighbour. It returns how that ends. */
export type Fault = () => Promise<() => Promise<unknown>>;

const only = async (service: string): Promise<string> => {
  const [id = ""] = await containers(service);
  return id;
};

const acted =
  (act: "pause" | "kill", undo: "unpause" | "start") =>
  (service: string): Fault =>
  async () => {
    const container = await only(service);
    await docker(act, container);
    return () => docker(undo, container);
  };

/** A container's processes stop where they are: it takes requests, and answers none. */
export const frozen = acted("pause", "unpause");

/** A container dies, and nothing starts it again. */
export const killed = acted("kill", "start");

/** A container's network is taken away; what is sent to it goes nowhere. */
export const cutOff =
  (service: string, network: string): Fault =>
  async () => {
    const [name, container] = [`${facts().project}_${network}`, await only(service)];
    await docker("network", "disconnect", name, container);
    return () => docker("network", "connect", "--alias", service, name, container);
  };

/** Redis freezes for good, and another one, empty, has its name: as when a host is lost. */
export const redisReplaced: Fault = async () => {
  const [network, old] = [`${facts().project}_data`, await only("redis")];
  await docker("pause", old);
  await docker("network", "disconnect", network, old);
  const another = `${facts().project}-another-redis`;
  const secrets = ["--volume", `${facts().env.SECRETS}:/run/secrets:ro`, "--user", "0"];
  const start = 'exec redis-server --requirepass "$(cat /run/secrets/redis_password)" --save ""';
  const named = ["--name", another, "--network", network, "--network-alias", "redis"];
  await docker("run", "--detach", ...named, ...secrets, facts().env.REDIS_IMAGE ?? "", "sh", "-euc", start);
  return async () => {
    await docker("rm", "--force", another);
    await docker("network", "connect", "--alias", "redis", network, old);
    await docker("unpause", old);
  };
};

/** Answers come up to three seconds late: the service's process stands still most of the time. */
export const slow =
  (service: string): Fault =>
  async () => {
    const pid = await pidOf(await only(service));
    const still = () => process.kill(pid, "SIGSTOP");
    const running = () => process.kill(pid, "SIGCONT");
    still();
    const moments = setInterval(() => {
      running();
      setTimeout(still, 100);
    }, 3000);
    return async () => {
      clearInterval(moments);
      // After the last moment, which would stop it again.
      await new Promise((done) => setTimeout(done, 200));
      running();
    };
  };

/** What a firewall does to a service's port: `DROP` swallows every packet, `REJECT` says that nobody is there. */
export const firewalled =
  (service: string, port: number, does: "DROP" | "REJECT"): Fault =>
  async () => {
    const how = does === "REJECT" ? ["--reject-with", "tcp-reset"] : [];
    const rule = ["INPUT", "-p", "tcp", "--dport", String(port), "-j", does, ...how];
    return ruled([await only(service)], rule);
  };

/** Docker's resolver answers none of these services. */
export const resolverAway =
  (...services: string[]): Fault =>
  async () =>
    ruled((await Promise.all(services.map(containers))).flat(), ["OUTPUT", "-d", "127.0.0.11", "-j", "DROP"]);

async function ruled(ids: string[], rule: string[]): Promise<() => Promise<unknown>> {
  const pids = await Promise.all(ids.map(pidOf));
  const each = (act: string) => Promise.all(pids.map((pid) => run("nsenter", inNetworkOf(pid, act, ...rule))));
  await each("-I");
  return () => each("-D");
}

const pidOf = async (container: string): Promise<number> =>
  Number(await docker("inspect", "--format", "{{.State.Pid}}", container));

const inNetworkOf = (pid: number, ...words: string[]): string[] => ["-t", String(pid), "-n", "iptables", ...words];

/** Why packets cannot be dropped here, or nothing. */
export async function cannotFirewall(): Promise<string | undefined> {
  const { code, stderr } = await attempt("nsenter", inNetworkOf(await pidOf(await only("redis")), "-S", "INPUT"));
  return code === 0 ? undefined : `dropping packets needs root, nsenter and iptables here: ${stderr.trim()}`;
}

/** What an operator sees: health of each container, readiness, and whether the log names who is away. */
export async function operatorSees(since: string): Promise<string> {
  const ids = (await Promise.all(["web", "api"].map(containers))).flat();
  const health = await Promise.all(ids.map((id) => docker("inspect", "--format", "{{.State.Health.Status}}", id)));
  // The faults are made on the first one.
  const running = (await containers("api")).at(-1) ?? "";
  const script =
    'const at = (p) => fetch("http://127.0.0.1:3001" + p).then((r) => r.text());' +
    'console.log(await at("/ready"), (await at("/metrics")).match(/^flipdocs_dependency_up.*/gm).join(" "));';
  const seen = await docker("exec", running, "bun", "-e", script);
  const log = await compose("logs", "--no-log-prefix", "--since", since, "api");
  const away = [...log.matchAll(/"a neighbour is away","neighbour":"(\w+)"/g)].map(([, name]) => name);
  return `health ${[...new Set(health)].join("/")}; ${seen}; log: away ${[...new Set(away)].join(" ") || "nobody"}`;
}

/** Waits until a thing that was undone is as it was. */
export const settled = (): Promise<unknown> =>
  until(60, async () => {
    await compose("up", "--detach", "--wait", "--no-recreate");
    return true;
  });

import { beforeAll, expect, test } from "vitest";
import { dockerBinary } from "../../packages/dagger-on-docker/src/base/index.ts";
import { attempt, docker } from "../../testing/programs.ts";
import { compose, containers, facts } from "./stack/stack.ts";

/** What is shipped; the rest of the stack is the tests'. */
const SERVICES = ["proxy", "acme", "web", "api", "redis"] as const;

interface Inspected {
  Image: string;
  Config: { Image: string; User: string; Env: string[] };
  HostConfig: {
    ReadonlyRootfs: boolean;
    Tmpfs: Record<string, string>;
    CapDrop: string[];
    CapAdd: string[] | null;
    SecurityOpt: string[];
    Memory: number;
    NanoCpus: number;
    PidsLimit: number;
    NetworkMode: string;
    PidMode: string;
    Privileged: boolean;
    RestartPolicy: { Name: string };
    LogConfig: { Type: string; Config: Record<string, string> };
    PortBindings: Record<string, unknown>;
  };
  Mounts: { Source: string; RW: boolean }[];
  NetworkSettings: { Networks: Record<string, unknown> };
}

const running = new Map<string, Inspected>();

beforeAll(async () => {
  for (const service of SERVICES) {
    const [id = ""] = await containers(service);
    const [inspected] = JSON.parse(await docker("inspect", id)) as Inspected[];
    if (inspected) running.set(service, inspected);
  }
});

function inspected(service: string): Inspected {
  const container = running.get(service);
  if (!container) throw new Error(`${service} does not run`);
  return container;
}

const exec = (service: string, ...command: string[]) =>
  containers(service).then(([id = ""]) => attempt(dockerBinary(), ["exec", id, ...command]));

test.each(SERVICES)("claim 13: the root file system of %s is read-only, with a tmpfs that runs nothing", (service) => {
  const { ReadonlyRootfs, Tmpfs } = inspected(service).HostConfig;
  expect(ReadonlyRootfs).toBe(true);
  expect(Tmpfs["/tmp"]).toMatch(/noexec.*nosuid/);
});

test("claim 13: nothing can be written beside the tmpfs", async () => {
  expect((await exec("proxy", "sh", "-c", "echo > /etc/nginx/nginx.conf")).stderr).toContain("Read-only file system");
  const write = 'await Bun.write("/app/x", "x")';
  expect((await exec("api", "bun", "-e", write)).stderr).toContain("EROFS");
  expect((await exec("api", "bun", "-e", write.replace("/app", "/tmp"))).code).toBe(0);
});

test.each(SERVICES)("claim 14: %s has no capability at all", async (service) => {
  const { CapDrop, CapAdd, Privileged } = inspected(service).HostConfig;
  expect({ CapDrop, CapAdd, Privileged }).toEqual({ CapDrop: ["ALL"], CapAdd: null, Privileged: false });
});

test("claim 14: the kernel says so, too", async () => {
  const { stdout } = await exec("proxy", "cat", "/proc/1/status");
  expect(stdout).toMatch(/^CapBnd:\t0{16}$/m);
});

test.each(SERVICES)("claim 15: %s gains no privileges", (service) => {
  expect(inspected(service).HostConfig.SecurityOpt).toContain("no-new-privileges:true");
});

test.each([
  ["proxy", 768, 0.5],
  ["acme", 128, 0.25],
  ["web", 1024, 1],
  ["api", 512, 0.5],
  ["redis", 256, 0.5],
])("claim 16: %s has %i MiB, %f processors and a number of processes", (service, mebibytes, processors) => {
  const { Memory, NanoCpus, PidsLimit } = inspected(service).HostConfig;
  expect({ Memory, NanoCpus }).toEqual({ Memory: mebibytes * 1024 ** 2, NanoCpus: processors * 1e9 });
  expect(PidsLimit).toBeGreaterThan(0);
});

test.each(SERVICES)("claim 17: %s sees neither Docker's socket nor the host's network and processes", (service) => {
  const { HostConfig, Mounts } = inspected(service);
  expect(Mounts.filter(({ Source }) => Source.includes("docker.sock"))).toEqual([]);
  expect(HostConfig.NetworkMode).not.toBe("host");
  expect(HostConfig.PidMode).toBe("");
});

test("claim 18: only the proxy publishes ports", () => {
  const publishing = SERVICES.filter((service) => Object.keys(inspected(service).HostConfig.PortBindings).length > 0);
  expect(publishing).toEqual(["proxy"]);
  expect(Object.keys(inspected("proxy").HostConfig.PortBindings).sort()).toEqual(["8080/tcp", "8443/tcp", "8443/udp"]);
});

test("claim 18: Redis does nothing without its password", async () => {
  const { stdout } = await exec("redis", "redis-cli", "get", "anything");
  expect(stdout).toContain("NOAUTH");
});

test("claim 18: Redis' network leads nowhere else, and only the API is on it", async () => {
  const name = `${facts().project}_data`;
  expect(await docker("network", "inspect", "--format", "{{.Internal}}", name)).toBe("true");
  expect(Object.keys(inspected("redis").NetworkSettings.Networks)).toEqual([name]);
  const beside = SERVICES.filter((service) => name in inspected(service).NetworkSettings.Networks);
  expect(beside).toEqual(["api", "redis"]);
});

test("claim 18: no secret is in an environment or on a command line", async () => {
  const ids = (await Promise.all(SERVICES.map(containers))).flat();
  const [everything, password] = [
    await docker("inspect", ...ids),
    await exec("redis", "cat", "/run/secrets/redis_password"),
  ];
  expect(password.stdout).toHaveLength(64);
  for (const secret of [password.stdout, "sb_secret_local_only"]) expect(everything).not.toContain(secret);
  expect(await docker("top", ids.at(-1) ?? "", "-o", "pid,args")).not.toContain(password.stdout);
});

test.each(SERVICES)("claim 19: %s is restarted, and its log is rotated", (service) => {
  const { RestartPolicy, LogConfig } = inspected(service).HostConfig;
  expect(RestartPolicy.Name).toBe("unless-stopped");
  expect(LogConfig).toEqual({ Type: "json-file", Config: { "max-size": "10m", "max-file": "3" } });
});

test.each(SERVICES)("claim 20: %s runs the image of a digest", (service) => {
  const { Image, Config } = inspected(service);
  expect(Config.Image).toMatch(/^(.*@)?sha256:[0-9a-f]{64}$/);
  expect(Image).toMatch(/^sha256:[0-9a-f]{64}$/);
});

test("claim 20: an image without a name is refused, saying which", async () => {
  const { API_IMAGE, ...env } = { ...process.env, ...facts().env };
  const { code, stderr } = await attempt(dockerBinary(), ["compose", "-f", "compose/prod.yml", "config"], { env });
  expect(API_IMAGE).toBeDefined();
  expect(code).not.toBe(0);
  expect(stderr).toContain("API_IMAGE");
});

test("claim 21: networks are the stack's own, and web reaches neither Redis nor the outside", async () => {
  const { networks } = JSON.parse(await compose("config", "--format", "json")) as { networks: Record<string, object> };
  expect(Object.keys(networks).sort()).toEqual(["app", "data", "edge", "outside"]);
  const reach = (host: string, port: number) =>
    `require("net").connect({host:"${host}",port:${port},timeout:2000}).on("connect",()=>process.exit(0)).on("timeout",()=>process.exit(2)).on("error",()=>process.exit(3))`;
  expect((await exec("web", "node", "-e", reach("redis", 6379))).code).not.toBe(0);
  expect(Object.keys(inspected("web").NetworkSettings.Networks)).toEqual([`${facts().project}_app`]);
  expect(await docker("network", "inspect", "--format", "{{.Internal}}", `${facts().project}_app`)).toBe("true");
  expect((await exec("web", "node", "-e", reach("api", 3001))).code).toBe(0);
});

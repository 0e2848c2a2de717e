import { expect, test } from "vitest";
import { dockerBinary } from "../../packages/dagger-on-docker/src/base/index.ts";
import { attempt, docker } from "../../testing/programs.ts";
import { facts } from "../test/stack/stack.ts";
import { task } from "./tasks.ts";

/** What is shipped; the rest of the stack is the tests'. */
const SERVICES = ["proxy", "acme", "web", "api", "redis"] as const;

const exec = (service: string, ...command: string[]) =>
  task(service).then(({ Id }) => attempt(dockerBinary(), ["exec", Id, ...command]));

const securityOptions = (): Promise<string> => docker("info", "--format", "{{.SecurityOptions}}");

test.each(SERVICES)("claim 13: the root file system of %s is read-only, with a tmpfs", async (service) => {
  const { HostConfig, Mounts } = await task(service);
  expect(HostConfig.ReadonlyRootfs).toBe(true);
  expect(Mounts).toContainEqual(expect.objectContaining({ Type: "tmpfs", Destination: "/tmp" }));
});

test.each([
  ["proxy", "/tmp", 32],
  ["redis", "/tmp", 8],
])("claim 13: the tmpfs of %s is open to its user, runs nothing, and has a size", async (service, path, mebibytes) => {
  const { stdout } = await exec(service, "grep", ` ${path} `, "/proc/mounts");
  expect(stdout).toMatch(/^tmpfs .*\bnosuid,nodev,noexec\b/);
  expect(stdout).toContain(`size=${mebibytes * 1024}k`);
  expect((await exec(service, "stat", "-c", "%a", path)).stdout.trim()).toBe("1777");
});

test("claim 13: web writes to its cache, and nowhere else", async () => {
  const write = (path: string) => exec("web", "node", "-e", `require("node:fs").writeFileSync("${path}", "x")`);
  expect((await write("/app/apps/web/.next/cache/x")).code).toBe(0);
  expect((await write("/app/apps/web/x")).stderr).toContain("EROFS");
});

test.each(SERVICES)("claim 14: %s has no capability at all", async (service) => {
  const { CapDrop, CapAdd, Privileged } = (await task(service)).HostConfig;
  expect({ CapDrop, CapAdd, Privileged }).toEqual({ CapDrop: ["ALL"], CapAdd: null, Privileged: false });
});

test("claim 14: the kernel says so, too", async () => {
  expect((await exec("proxy", "cat", "/proc/1/status")).stdout).toMatch(/^CapBnd:\t0{16}$/m);
});

// No stack file can ask for it: where daemon.json does, every container has it.
test("claim 15: nothing gains privileges, where the host's daemon.json says so", async ({ skip }) => {
  if (!(await securityOptions()).includes("no-new-privileges")) skip("this host's daemon.json does not say so");
  expect((await exec("proxy", "cat", "/proc/1/status")).stdout).toMatch(/^NoNewPrivs:\t1$/m);
});

test.each([
  ["proxy", 768, 0.5, 64],
  ["acme", 128, 0.25, 64],
  ["web", 1024, 1, 256],
  ["api", 512, 0.5, 128],
  ["redis", 256, 0.5, 64],
])("claim 16: %s has %i MiB, %f processors and %i processes", async (service, mebibytes, processors, pids) => {
  const { Memory, NanoCpus, PidsLimit } = (await task(service)).HostConfig;
  expect({ Memory, NanoCpus, PidsLimit }).toEqual({
    Memory: mebibytes * 1024 ** 2,
    NanoCpus: processors * 1e9,
    PidsLimit: pids,
  });
});

test.each(SERVICES)(
  "claim 17: %s sees neither Docker's socket nor the host's network and processes",
  async (service) => {
    const { HostConfig, Mounts } = await task(service);
    expect(Mounts.filter(({ Source }) => Source.includes("docker.sock"))).toEqual([]);
    expect(HostConfig.NetworkMode).not.toBe("host");
    expect(HostConfig.PidMode).toBe("");
  },
);

test("claim 18: only the proxy publishes ports", async () => {
  const published = await Promise.all(
    SERVICES.map(async (service) => {
      const { Ports } = (await task(service)).NetworkSettings;
      return Object.entries(Ports).flatMap(([port, hosts]) => (hosts?.length ? [`${service} ${port}`] : []));
    }),
  );
  expect(published.flat().sort()).toEqual(["proxy 8080/tcp", "proxy 8443/tcp", "proxy 8443/udp"]);
});

test("claim 18: no secret is in an environment or in a stack's specification", async () => {
  const services = SERVICES.map((service) => `${facts().project}_${service}`);
  const everything = await docker("service", "inspect", ...services);
  const { stdout: password } = await exec("redis", "cat", "/run/secrets/redis_password");
  expect(password).toHaveLength(64);
  for (const secret of [password, "sb_secret_local_only"]) expect(everything).not.toContain(secret);
});

test.each(SERVICES)("claim 19: %s is started again whenever it ends, and its log is rotated", async (service) => {
  const name = `${facts().project}_${service}`;
  const condition = "{{.Spec.TaskTemplate.RestartPolicy.Condition}}";
  expect(await docker("service", "inspect", "--format", condition, name)).toBe("any");
  const { LogConfig } = (await task(service)).HostConfig;
  expect(LogConfig).toEqual({ Type: "json-file", Config: { "max-size": "10m", "max-file": "3" } });
});

test.each(SERVICES)("claim 20: %s runs the image of a digest", async (service) => {
  expect((await task(service)).Config.Image).toMatch(/^(.*@)?sha256:[0-9a-f]{64}$/);
});

test.each([
  ["edge", "false"],
  ["app", "true"],
  ["data", "true"],
  ["outside", "false"],
])("claim 21: the network %s is the stack's own, spans hosts, and internal is %s", async (network, internal) => {
  const format = "{{.Driver}} {{.Scope}} {{.Internal}}";
  const name = `${facts().project}_${network}`;
  expect(await docker("network", "inspect", "--format", format, name)).toBe(`overlay swarm ${internal}`);
});

import { expect, test } from "vitest";
import type { ComposeConfig, ComposeService } from "../src/release/compose-config.ts";
import { NotForSwarm, stackFile } from "../src/release/swarm.ts";

const config = (services: Record<string, ComposeService>, others: Partial<ComposeConfig> = {}): ComposeConfig => ({
  name: "flipdocs",
  services,
  ...others,
});

const rendered = (service: ComposeService) => stackFile(config({ app: service })).services.app;

const paths = (service: ComposeService): readonly string[] => {
  try {
    stackFile(config({ app: service }));
  } catch (error) {
    if (error instanceof NotForSwarm) return error.paths;
  }
  return [];
};

test("a whole stack, as Compose prints it and as Swarm takes it", () => {
  const web: ComposeService = {
    cap_drop: ["ALL"],
    command: null,
    depends_on: { api: { condition: "service_healthy", required: true } },
    deploy: {
      replicas: 2,
      update_config: { parallelism: 1, failure_action: "rollback", monitor: "5s", order: "start-first" },
      resources: { limits: { cpus: 0.5, memory: "536870912", pids: 128 } },
      placement: {},
      endpoint_mode: "dnsrr",
    },
    entrypoint: null,
    environment: { API_URL: "http://api:3001" },
    healthcheck: { test: ["CMD", "true"], interval: "10s", start_interval: "500ms", retries: 3 },
    image: "flipdocs-web@sha256:0",
    init: true,
    logging: { driver: "json-file", options: { "max-size": "10m" } },
    networks: { app: null },
    ports: [{ mode: "host", target: 8080, published: "80", protocol: "tcp" }],
    read_only: true,
    restart: "unless-stopped",
    secrets: [{ source: "key", target: "/run/secrets/key" }],
    security_opt: ["no-new-privileges:true"],
    stop_grace_period: "30s",
    tmpfs: ["/tmp:size=64m,mode=1777,noexec,nosuid,nodev"],
    volumes: [{ type: "volume", source: "data", target: "/data", volume: {} }],
  };
  const networks = {
    app: { name: "flipdocs_app", ipam: {}, internal: true },
    edge: { name: "flipdocs_edge", ipam: {} },
  };
  const volumes = { data: { name: "flipdocs_data" } };
  const secrets = { key: { name: "flipdocs_key", file: "/secrets/key" } };
  expect(stackFile(config({ web }, { networks, volumes, secrets, "x-service": { init: true } }))).toEqual({
    version: "3.12",
    services: {
      web: {
        cap_drop: ["ALL"],
        deploy: {
          restart_policy: { condition: "any" },
          replicas: 2,
          update_config: { parallelism: 1, failure_action: "rollback", monitor: "5s", order: "start-first" },
          resources: { limits: { cpus: "0.5", memory: "536870912", pids: 128 } },
          placement: {},
          endpoint_mode: "dnsrr",
        },
        environment: { API_URL: "http://api:3001" },
        healthcheck: { test: ["CMD", "true"], interval: "10s", start_interval: "500ms", retries: 3 },
        image: "flipdocs-web@sha256:0",
        init: true,
        logging: { driver: "json-file", options: { "max-size": "10m" } },
        networks: { app: null },
        ports: [{ mode: "host", target: 8080, published: 80, protocol: "tcp" }],
        read_only: true,
        secrets: [{ source: "key", target: "/run/secrets/key" }],
        stop_grace_period: "30s",
        volumes: [
          { type: "tmpfs", target: "/tmp", tmpfs: { size: 64 * 1024 ** 2 } },
          { type: "volume", source: "data", target: "/data" },
        ],
      },
    },
    networks: { app: { driver: "overlay", internal: true }, edge: { driver: "overlay" } },
    volumes: { data: {} },
    secrets: { key: { file: "/secrets/key" } },
    configs: {},
  });
});

test("what is rendered is none of what came in", () => {
  const service: ComposeService = { image: "a", restart: "always", tmpfs: ["/tmp"], deploy: { replicas: 2 } };
  const before = structuredClone(service);
  rendered(service);
  expect(service).toEqual(before);
});

test.each([
  ["always", { condition: "any" }],
  ["unless-stopped", { condition: "any" }],
  ["on-failure", { condition: "on-failure" }],
  ["on-failure:3", { condition: "on-failure", max_attempts: 3 }],
  ["no", { condition: "none" }],
])("restart: %s", (restart, restart_policy) => {
  expect(rendered({ restart })).toEqual({ deploy: { restart_policy } });
});

test("a policy that deploy states is kept", () => {
  const deploy = { restart_policy: { condition: "any", delay: "1s" } };
  expect(rendered({ restart: "always", deploy })).toEqual({ deploy });
});

test.each([
  ["/tmp", { type: "tmpfs", target: "/tmp" }],
  ["/tmp:noexec,nosuid", { type: "tmpfs", target: "/tmp" }],
  ["/tmp:size=512", { type: "tmpfs", target: "/tmp", tmpfs: { size: 512 } }],
  ["/tmp:size=8k", { type: "tmpfs", target: "/tmp", tmpfs: { size: 8192 } }],
  ["/tmp:size=1G,mode=0700,uid=1001,gid=1001", { type: "tmpfs", target: "/tmp", tmpfs: { size: 1024 ** 3 } }],
])("tmpfs %s", (short, mount) => {
  expect(rendered({ tmpfs: [short] })).toEqual({ volumes: [mount] });
});

test("a tmpfs in the long form keeps its size, as a number", () => {
  const volumes = [{ type: "tmpfs", target: "/tmp", tmpfs: { size: "8388608" } }];
  expect(rendered({ volumes })).toEqual({ volumes: [{ type: "tmpfs", target: "/tmp", tmpfs: { size: 8388608 } }] });
});

test("mounts are in the order that Docker's own updates leave them in", () => {
  const volumes = [
    { type: "volume", source: "data", target: "/b" },
    { type: "volume", source: "data", target: "/a" },
    { type: "bind", source: "/host", target: "/c" },
  ];
  expect(rendered({ volumes, tmpfs: ["/tmp", "/cache"] })).toEqual({
    volumes: [
      { type: "tmpfs", target: "/cache" },
      { type: "tmpfs", target: "/tmp" },
      { type: "bind", source: "/host", target: "/c" },
      { type: "volume", source: "data", target: "/a" },
      { type: "volume", source: "data", target: "/b" },
    ],
  });
});

test("a folder of the host stays one", () => {
  const volumes = [{ type: "bind", source: "/a", target: "/b", read_only: true, bind: { create_host_path: true } }];
  expect(rendered({ volumes })).toEqual({ volumes: [{ type: "bind", source: "/a", target: "/b", read_only: true }] });
});

test("names that are a site's own stay; those of the project are left to the stack", () => {
  const volumes = {
    data: { name: "flipdocs_data" },
    shared: { name: "shared" },
    away: { name: "flipdocs_away", external: true },
  };
  expect(stackFile(config({}, { volumes })).volumes).toEqual({
    data: {},
    shared: { name: "shared" },
    away: { name: "flipdocs_away", external: true },
  });
});

test("networks span hosts, by IPv4, unless they are somebody else's", () => {
  const networks = {
    plain: { name: "flipdocs_plain", driver: "bridge" },
    addressed: { name: "flipdocs_addressed", ipam: { config: [{ subnet: "10.9.0.0/24" }, { subnet: "fd5f::/64" }] } },
    six: { name: "flipdocs_six", enable_ipv6: true, ipam: { config: [{ subnet: "fd5f::/64" }] } },
    theirs: { name: "theirs", external: true },
  };
  expect(stackFile(config({}, { networks })).networks).toEqual({
    plain: { driver: "overlay" },
    addressed: { driver: "overlay", ipam: { config: [{ subnet: "10.9.0.0/24" }] } },
    six: { driver: "overlay" },
    theirs: { name: "theirs", external: true },
  });
});

test("a secret with a version has it in its name; an external one is not ours to name", () => {
  const secrets = {
    key: { name: "flipdocs_key", file: "/key" },
    own: { name: "own", file: "/own" },
    away: { name: "away", external: true },
  };
  const versions = { key: "c60e2f", own: "ca9781", away: "3e23e8" };
  expect(stackFile(config({}, { secrets }), versions).secrets).toEqual({
    key: { name: "flipdocs_key_c60e2f", file: "/key" },
    own: { name: "own_ca9781", file: "/own" },
    away: { name: "away", external: true },
  });
});

test.each<[ComposeService, string[]]>([
  [{ network_mode: "none", pid: "host" }, ["app.network_mode", "app.pid"]],
  [{ privileged: true }, ["app.privileged"]],
  [{ security_opt: ["seccomp=unconfined"] }, ["app.security_opt seccomp=unconfined"]],
  [{ security_opt: ["no-new-privileges:false"] }, ["app.security_opt no-new-privileges:false"]],
  [{ ports: [{ target: 80, published: "8080", host_ip: "127.0.0.1" }] }, ["app.ports host_ip 127.0.0.1"]],
  [{ ports: [{ target: 80, published: "8000-8010" }] }, ["app.ports published 8000-8010"]],
  [{ tmpfs: ["/tmp:exec,size=half"] }, ["app.tmpfs exec", "app.tmpfs size=half"]],
  [{ volumes: [{ type: "bind", source: "/a", target: "/b", bind: { selinux: "z" } }] }, ["app.volumes bind selinux"]],
  [{ volumes: [{ type: "image", source: "a", target: "/b" }] }, ["app.volumes type image"]],
])("what would be lost is refused: %j", (service, refused) => {
  expect(paths(service)).toEqual(refused);
});

test("the error names everything at once", () => {
  const services = { one: { pid: "host" }, two: { ipc: "host" } };
  expect(() => stackFile(config(services))).toThrow(
    "Swarm has nothing for: one.pid, two.ipc. Leave it out, or say it in a way that Swarm knows.",
  );
});

import { expect, test } from "vitest";
import type { ComposeService } from "../src/release/compose-config.ts";
import { refusals } from "../src/release/refusals.ts";
import { stackService } from "../src/release/stack-service.ts";
import { stackFile } from "../src/release/swarm.ts";

const refused = (service: ComposeService, others: object = {}): string[] =>
  refusals({ name: "flipdocs", services: { app: service }, ...others });

test("what Compose left unsaid stays unsaid", () => {
  expect(stackService({ image: "a", user: undefined, command: null })).toStrictEqual({ image: "a" });
});

test("a port that Docker chooses stays without one of the host's", () => {
  const ports = [{ target: 80, mode: "host" }];
  expect(stackService({ ports })).toStrictEqual({ ports });
});

test("what is reserved is said as what is limited: processors as text, memory as it was", () => {
  const resources = { limits: { memory: "64M" }, reservations: { cpus: 0.25, memory: "32M" } };
  expect(stackService({ deploy: { resources } })).toStrictEqual({
    deploy: { resources: { limits: { memory: "64M" }, reservations: { cpus: "0.25", memory: "32M" } } },
  });
});

test("how a folder of the host and a volume are mounted is kept, as far as Swarm knows it", () => {
  const volumes = [
    { type: "bind", source: "/", target: "/host", bind: { propagation: "rslave", create_host_path: true } },
    { type: "volume", source: "data", target: "/data", volume: { nocopy: true } },
  ];
  expect(refused({ volumes })).toEqual([]);
  expect(stackService({ volumes })).toStrictEqual({
    volumes: [
      { type: "bind", source: "/", target: "/host", bind: { propagation: "rslave" } },
      { type: "volume", source: "data", target: "/data", volume: { nocopy: true } },
    ],
  });
});

test("options that say nothing are left out", () => {
  const mount = { source: "data", target: "/data" };
  const volumes = [
    { type: "bind", ...mount, bind: {} },
    { type: "volume", ...mount, volume: {} },
  ];
  expect(stackService({ volumes })).toStrictEqual({
    volumes: [
      { type: "bind", ...mount },
      { type: "volume", ...mount },
    ],
  });
});

test.each([
  ["/a", "/b", "/c"],
  ["/c", "/b", "/a"],
  ["/b", "/c", "/a"],
])("mounts at %s, %s and %s come in one order", (...targets) => {
  const volumes = targets.map((target) => ({ type: "volume", source: "data", target }));
  const { volumes: ordered } = stackService({ volumes }) as { volumes: { target: string }[] };
  expect(ordered.map(({ target }) => target)).toEqual(["/a", "/b", "/c"]);
});

test("what a file has beside its services is refused by name, unless it is an extension", () => {
  expect(refused({}, { models: {}, "x-service": {}, networks: {} })).toEqual(["models"]);
});

test.each<[ComposeService]>([
  [{ pid: null }],
  [{ security_opt: ["no-new-privileges"] }],
  [{ security_opt: ["no-new-privileges=true"] }],
  [{ ports: [{ target: 80 }] }],
  [{ depends_on: { api: {} }, profiles: ["prod"] }],
])("nothing is lost of %j", (service) => {
  expect(refused(service)).toEqual([]);
});

test.each<[ComposeService, string]>([
  [{ security_opt: ["label:no-new-privileges"] }, "app.security_opt label:no-new-privileges"],
  [{ tmpfs: ["/tmp:size=x8"] }, "app.tmpfs size=x8"],
  [{ tmpfs: ["/tmp:size=8kb"] }, "app.tmpfs size=8kb"],
  [{ volumes: [{ type: "volume", target: "/b", volume: { subpath: "a" } }] }, "app.volumes volume subpath"],
])("%j would be lost", (service, path) => {
  expect(refused(service)).toEqual([path]);
});

test("a network keeps a driver of its own, and addresses that name no subnet", () => {
  const networks = { app: { driver: "macvlan", ipam: { config: [{}, { subnet: "fd5f::/64" }] } } };
  expect(stackFile({ name: "flipdocs", services: {}, networks }).networks).toStrictEqual({
    app: { driver: "macvlan", ipam: { config: [{}] } },
  });
});

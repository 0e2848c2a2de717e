import { expect, test } from "vitest";
import { observed } from "../../src/deploy/observe.ts";
import { parts } from "../../src/deploy/remote.ts";
import { stackState } from "../../src/deploy/state.ts";

const info = {
  Name: "one",
  ServerVersion: "26.1.5",
  Architecture: "x86_64",
  SecurityOptions: ["name=seccomp,profile=builtin", "name=no-new-privileges"],
  Swarm: { LocalNodeState: "active", ControlAvailable: true, NodeID: "n1" },
};

const said = (name: string, text: string) => `\n==== ${name}\n${text}\n`;

const stdout = [
  said("info", JSON.stringify(info)),
  said("here", "x86_64\n1003"),
  said("host", "1000\nFilesystem 1024-blocks Used Available Capacity Mounted\n/dev/vda 2000 500 1500 25% /"),
  said(
    "listening",
    [
      "tcp sl  local_address rem_address   st tx_queue",
      "tcp 0: 00000000:01BB 00000000:0000 0A 00000000:00000000",
      "tcp 1: 0100007F:1F90 0100007F:C001 01 00000000:00000000",
      "tcp6 0: 00000000000000000000000000000000:0050 00000000000000000000000000000000:0000 0A",
      "udp 0: 00000000:01BB 00000000:0000 07",
    ].join("\n"),
  ),
  said("published", "other 0.0.0.0:80->80/tcp"),
  said("images", "r.example/web@sha256:1\n<none>@<none>"),
  said("secret key", "abc123"),
  said("mine", "true"),
  said("lock", JSON.stringify({ id: "1", by: "ada", action: "deploy", run: "", since: 990, seen: 999 })),
  said("releases", "flipdocs.release.9\nflipdocs.release.10"),
  said("history", JSON.stringify([{ number: 10 }])),
  said("secrets", "a\nb"),
].join("");

test("a host is read from what its programs print", () => {
  expect(observed("flipdocs", stdout)).toMatchObject({
    docker: "26.1.5",
    name: "one",
    node: "n1",
    swarm: "manager",
    hosts: [],
    now: 1000,
    clock: 1003,
    disk: { free: 1500 * 1024, total: 2000 * 1024 },
    hardened: true,
    listening: ["tcp 443", "tcp 80", "udp 443"],
    published: ["other 0.0.0.0:80->80/tcp"],
    present: ["r.example/web@sha256:1"],
    lock: { by: "ada", seen: 999 },
    mine: true,
    releases: [9, 10],
    release: { number: 10 },
    secrets: ["a", "b"],
    versions: { key: "abc123" },
  });
});

test("a bare host has no Swarm, no lock and no release", () => {
  const none = { ...info, SecurityOptions: [], Swarm: { LocalNodeState: "inactive", ControlAvailable: false } };
  const seen = observed("flipdocs", said("info", JSON.stringify(none)) + said("host", "1000\nx\n/dev/vda 2 1 1 1% /"));
  expect(seen).toMatchObject({ swarm: "none", lock: null, mine: false, release: null, releases: [], hardened: false });
});

test("a heading within a part's own text does not end it", () => {
  expect(parts(said("one", "text ==== two\nmore"))).toEqual({ one: "text ==== two\nmore" });
});

const template = (image: string, env: string[] = []) => ({ ContainerSpec: { Image: image, Env: env }, Resources: {} });
const services = JSON.stringify([
  {
    ID: "s1",
    Spec: {
      Name: "flipdocs_web",
      TaskTemplate: template("web@sha256:1", ["A=1"]),
      Mode: { Replicated: { Replicas: 2 } },
    },
  },
]);
const task = (id: string, created: string, spec: object) => ({
  ID: id,
  ServiceID: "s1",
  Slot: 1,
  CreatedAt: created,
  DesiredState: "running",
  Spec: spec,
  Status: { State: "running" },
});

test("a service that has more replicas for a moment is told by those that it goes back to", () => {
  const [service] = JSON.parse(services) as [{ Spec: object }];
  const raised = [{ ...service, Spec: { ...service.Spec, Labels: { "org.flipdocs.replicas": "1" } } }];
  expect(stackState("flipdocs", JSON.stringify(raised), "").services.web?.replicas).toBe(1);
});

test("a task is current if it was made as its service is said now, whatever empty settings Swarm adds", () => {
  const spec = template("web@sha256:1", ["A=1"]);
  const same = { ...spec, ContainerSpec: { ...spec.ContainerSpec, DNSConfig: {} } };
  const tasks = JSON.stringify([task("new", "2", same), task("old", "1", template("web@sha256:1", ["A=0"]))]);
  const state = stackState("flipdocs", services, tasks);
  expect(state.services).toEqual({ web: { image: "web@sha256:1", replicas: 2, update: "", began: "" } });
  expect(state.tasks.map(({ id, service, current }) => [id, service, current])).toEqual([
    ["old", "web", false],
    ["new", "web", true],
  ]);
});

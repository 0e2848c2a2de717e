import type { Host } from "../../src/deploy/hosts.ts";
import type { Observed } from "../../src/deploy/observe.ts";
import type { Release } from "../../src/deploy/release.ts";
import type { ServiceState, StackState, Task } from "../../src/deploy/state.ts";
import type { StackFile } from "../../src/release/swarm.ts";

/** A reference whose digest begins with a letter twelve times. */
export const ref = (name: string, letter: string): string => `r.example/${name}@sha256:${letter.repeat(64)}`;

const rolling = { update_config: { order: "start-first" }, replicas: 2 };

/** A small stack: web, rolled, and a proxy that is pinned. */
export const stackFile = (services: StackFile["services"] = {}): StackFile => ({
  version: "3.12",
  services: {
    web: { image: ref("web", "a"), environment: { API_URL: "http://api" }, deploy: rolling },
    proxy: { image: ref("proxy", "b"), deploy: { update_config: { order: "stop-first" } } },
    ...services,
  },
  networks: {},
  volumes: {},
  secrets: {},
  configs: {},
});

export const service = (image: string, other: Partial<ServiceState> = {}): ServiceState => ({
  image,
  replicas: 1,
  update: "",
  began: "",
  ...other,
});

export const task = (name: string, image: string, other: Partial<Task> = {}): Task => ({
  service: name,
  id: "t",
  image,
  slot: 1,
  state: "running",
  desired: "running",
  error: "",
  created: "2026-11-26T20:00:00Z",
  node: "n",
  current: true,
  ...other,
});

/** What runs when all of `stackFile()` does. */
export const running = (): StackState => ({
  services: { web: service(ref("web", "a"), { replicas: 2 }), proxy: service(ref("proxy", "b")) },
  tasks: [task("web", ref("web", "a")), task("web", ref("web", "a"), { slot: 2 }), task("proxy", ref("proxy", "b"))],
});

export const release = (number: number, stack: StackFile = stackFile(), other: Partial<Release> = {}): Release => ({
  number,
  version: String(number),
  at: 1000,
  by: "ada",
  run: "",
  scaled: {},
  stack,
  ...other,
});

/** A service that stays on the manager. */
export const pinnedProxy = {
  image: ref("proxy", "b"),
  deploy: { placement: { constraints: ["node.role == manager"] } },
};

/** A host that works for the Swarm of another one; its id is its name. */
export const worker = (name: string, other: Partial<Host> = {}): Host => ({
  id: name,
  name,
  role: "worker",
  availability: "active",
  state: "ready",
  address: "10.0.0.9",
  joined: true,
  ...other,
});

/** A host on which nothing was deployed yet, and that does. */
export const bare = (other: Partial<Observed> = {}): Observed => ({
  docker: "26.1.5",
  arch: "x86_64",
  here: "x86_64",
  name: "one",
  node: "",
  swarm: "none",
  hosts: [],
  now: 1000,
  clock: 1001,
  disk: { free: 50e9, total: 100e9 },
  hardened: true,
  listening: ["tcp 22"],
  published: [],
  present: [],
  lock: null,
  mine: false,
  state: { services: {}, tasks: [] },
  releases: [],
  release: null,
  history: [],
  secrets: [],
  versions: {},
  ...other,
});

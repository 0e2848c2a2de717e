import { expect, test } from "vitest";
import { type Args, type Fields, Graph, root, step } from "../graph.ts";
import type { ModuleCalls, State } from "../module/calls.ts";
import type { FunctionDef } from "../module/types.ts";
import type { Session } from "../session.ts";
import { Address, addressStep } from "./arguments.ts";
import { coreObject, dockerfile } from "./core.ts";
import { UsageError } from "./flags.ts";
import { coreState, readyCall, runCalls } from "./run.ts";

/** What was asked for, in order. */
let asked: unknown[] = [];
const tell = (field: string, value?: unknown) => (_: unknown, args: Args) => {
  asked.push([field, args]);
  return value;
};
const fields: Fields<unknown> = {
  Query: { version: tell("version", "v1"), directory: () => ({}), host: () => ({}), secret: () => ({}) },
  Host: {
    directory: (_, { path }) => {
      if (path === "/nope") throw new Error("no such folder");
      return {};
    },
  },
  Directory: {
    sync: tell("sync"),
    export: tell("export", "/out"),
    entries: tell("entries", ["a"]),
    directory: () => ({}),
  },
};
const session = { graph: new Graph(fields, {}) } as unknown as Session;
const directory = coreState(session, step(root, "Directory", "directory", {}));
const of = (type: string, name: string): FunctionDef =>
  coreObject(type)?.functions.find((found) => found.name === name) as FunctionDef;
const run = (self: State | undefined, calls: [FunctionDef, Record<string, State>][], more = {}) => {
  asked = [];
  const ready = calls.map(([fn, args]) => ({ fn, args }));
  return runCalls(self, ready, { session, ...more });
};

test("a field of the root is asked with its defaults", async () => {
  expect(await run(undefined, [[of("Query", "version"), {}]])).toBe("v1");
  expect(await run(directory, [[of("Directory", "entries"), { path: "d" }]])).toEqual(["a"]);
  expect(asked).toEqual([["entries", { path: "d" }]]);
});

test("an object at the end is evaluated, and shown by its id", async () => {
  const id = await run(directory, [[of("Directory", "directory"), { path: "d" }]]);
  expect(id).toMatch(/^Directory@xxh3:[0-9a-f]{16}$/);
  expect(asked).toEqual([["sync", {}]]);
});

test("an object at the end is saved where that is asked", async () => {
  expect(await run(directory, [], { output: "out" })).toBe("/out");
  expect(asked).toEqual([["export", { path: "out", allowParentDirPath: true }]]);
});

test("what answers for itself is done, and then goes on as the object", async () => {
  const entries = await run(directory, [
    [of("Directory", "sync"), {}],
    [of("Directory", "entries"), {}],
  ]);
  expect(entries).toEqual(["a"]);
  expect(asked.map((one) => (one as unknown[])[0])).toEqual(["sync", "entries"]);
});

test("a list's items are called one by one, and nothing stays nothing", async () => {
  expect(await run([directory, null], [[of("Directory", "entries"), {}]])).toEqual([["a"], null]);
});

test("an object of the module is the module's to call", async () => {
  const self = { object: "Shop", fields: {} };
  const module = { call: async (...given: unknown[]) => given } as unknown as ModuleCalls;
  const fn = of("Query", "version");
  expect(await run(self, [[fn, { a: 1 }]], { module })).toEqual([self, fn, { a: 1 }]);
});

test("a container's Dockerfile is text, and nothing is built for it", async () => {
  const empty = {
    Query: { container: () => ({ fs: { kind: "scratch", id: "scratch" }, env: {}, labels: {}, ports: [] }) },
  };
  const own = { graph: new Graph(empty, {}) } as unknown as Session;
  const container = coreState(own, step(root, "Container", "container", {}));
  const text = await runCalls(container, [{ fn: dockerfile, args: {} }], { session: own });
  expect(text).toBe("FROM scratch AS s1\n\nFROM s1 AS image\nUSER root\nENTRYPOINT []\nCMD []\n");
});

const takes: FunctionDef = {
  name: "deploy",
  member: "deploy",
  description: "",
  returns: { kind: "STRING" },
  args: [{ name: "sourceFolder", type: { kind: "OBJECT", name: "Directory" }, description: "" }],
};
const address = (type: string, text: string) => new Address(addressStep(type, text));

test("an address becomes the object at it, in lists too", async () => {
  const args = { sourceFolder: [address("Directory", "/here")] };
  const ready = await readyCall({ fn: takes, args, path: "dagger call deploy" }, session);
  expect(ready.args).toEqual({ sourceFolder: [{ core: "Directory", id: expect.stringMatching(/^Directory@/) }] });
});

test("a wrong path is a mistake in the line, told with the argument's name", async () => {
  const args = { sourceFolder: address("Directory", "/nope") };
  const failed = await readyCall({ fn: takes, args, path: "dagger call deploy" }, session).catch((error) => error);
  expect(failed).toBeInstanceOf(UsageError);
  expect(failed).toMatchObject({
    path: "dagger call deploy",
    message: 'failed to get value for argument "source-folder": no such folder',
  });
});

test("a default of the user's is taken where nothing is typed, and told by its place where it is wrong", async () => {
  const withDefault = (path: string): FunctionDef => {
    const userDefault = { value: address("Directory", path), place: "user defaults shop.deploy(sourceFolder=...)" };
    return { ...takes, args: takes.args.map((arg) => ({ ...arg, userDefault })) };
  };
  const ready = await readyCall({ fn: withDefault("/here"), args: {}, path: "" }, session);
  expect(ready.args).toMatchObject({ sourceFolder: { core: "Directory" } });
  await expect(readyCall({ fn: withDefault("/nope"), args: {}, path: "" }, session)).rejects.toThrow(
    'user defaults shop.deploy(sourceFolder=...): resolve object ("Directory"): no such folder',
  );
});

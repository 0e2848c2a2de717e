import { expect, test } from "vitest";
import type { ContainerState } from "../build/fs.ts";
import { type Args, askedBy } from "../graph.ts";
import type { Session } from "../session.ts";
import { containerFields } from "./container.ts";
import { emptyContainer } from "./container-state.ts";

/** Loads every id as what an object's state says. */
const session = { graph: { load: async (id: string) => ({ key: id, uri: id, container: emptyContainer }) } };
const ask = async (state: ContainerState, field: string, args: Args = {}): Promise<unknown> =>
  containerFields[field]?.(state, args, session as unknown as Session);
const after = async (field: string, args: Args = {}, state = emptyContainer): Promise<ContainerState> =>
  (await ask(state, field, args)) as ContainerState;

test("a command sees all that its container has, and is known as the last one", async () => {
  const state = { ...emptyContainer, env: { A: "1" }, user: "me", workdir: "/w", secrets: { S: "env://S" } };
  const { fs, lastExec } = await after("withExec", { args: ["make"], expect: "ANY", [askedBy]: "web__deps" }, state);
  const { env, user, workdir, secrets, mounts, services } = state;
  const exec = { args: ["make"], expect: "ANY", env, user, workdir, secrets, mounts, services };
  expect(fs).toMatchObject({ kind: "exec", by: "web__deps", base: emptyContainer.fs, exec });
  expect(lastExec).toBe(fs);
});

test("a command without words is the container's default one; without that, an error says how to name one", async () => {
  const args = { args: [], expect: "SUCCESS" };
  const { fs } = await after("withExec", args, { ...emptyContainer, defaultArgs: ["run"] });
  expect(fs).toMatchObject({ exec: { args: ["run"] } });
  await expect(ask(emptyContainer, "withExec", args)).rejects.toThrow("give withExec words, or the container default");
});

test("a variable without a name fails the command, as the engine's init does", async () => {
  const state = { ...emptyContainer, env: { "": "x" } };
  const failed = ask(state, "withExec", { args: ["make"], expect: "ANY" });
  await expect(failed).rejects.toMatchObject({ name: "ExecError", exitCode: -1, cmd: ["make"] });
});

test.each(["stdout", "stderr", "combinedOutput", "exitCode"])("%s of no command is an error", async (field) => {
  await expect(ask(emptyContainer, field)).rejects.toThrow("the container has run none");
});

test("a variable keeps its place, and is expanded where that is asked", async () => {
  const first = await after(
    "withEnvVariable",
    { name: "A", value: "1" },
    { ...emptyContainer, env: { A: "0", B: "2" } },
  );
  expect(Object.entries(first.env)).toEqual([
    ["A", "1"],
    ["B", "2"],
  ]);
  const value = { name: "C", value: "$A" };
  expect((await after("withEnvVariable", { ...value, expand: true }, first)).env.C).toBe("1");
  expect((await after("withEnvVariable", { ...value, expand: false }, first)).env.C).toBe("$A");
});

test("an entrypoint takes the default words away, and so does none", async () => {
  const state = { ...emptyContainer, entrypoint: ["a"], defaultArgs: ["b"] };
  expect(await after("withEntrypoint", { args: ["c"] }, state)).toEqual({ ...emptyContainer, entrypoint: ["c"] });
  expect(await after("withoutEntrypoint", {}, state)).toEqual(emptyContainer);
});

test.each([
  ["withWorkdir", { path: "b" }, { workdir: "/a/b" }],
  ["withUser", { name: "me" }, { user: "me" }],
  ["withDefaultArgs", { args: ["run"] }, { defaultArgs: ["run"] }],
  ["withLabel", { name: "l", value: "2" }, { labels: { k: "1", l: "2" } }],
  ["withAnnotation", { name: "n", value: "2" }, { annotations: { n: "2" } }],
  ["withExposedPort", { port: 80 }, { ports: ["80/tcp"] }],
  ["withExposedPort", { port: 81 }, { ports: ["80/tcp", "81/tcp"] }],
  ["withDockerHealthcheck", { args: ["/probe"], retries: 2 }, { healthcheck: { args: ["/probe"], retries: 2 } }],
  ["withSecretVariable", { name: "S", secret: "env://S" }, { secrets: { S: "env://S" } }],
  ["withServiceBinding", { alias: "db", service: "id" }, { services: { db: { container: emptyContainer } } }],
])("%s of %j changes that alone", async (field, args, changed) => {
  const state = { ...emptyContainer, workdir: "/a", labels: { k: "1" }, ports: ["80/tcp"] };
  expect(await after(field, args, state)).toMatchObject({ ...state, ...changed });
});

test("a label is its value, and nothing where it is not set", async () => {
  const state = { ...emptyContainer, labels: { a: "1" } };
  expect([await ask(state, "label", { name: "a" }), await ask(state, "label", { name: "b" })]).toEqual(["1", null]);
});

test("a service is the container and what it is started with", async () => {
  const args = { args: ["serve"], useEntrypoint: true };
  expect(await ask(emptyContainer, "asService", args)).toEqual({ container: emptyContainer, args });
});

import { STAND_IN_LABEL } from "../base/index.ts";
import { buildStage, readRecord } from "../build/build.ts";
import { execFs, imageFs, isFileMount, isWritable, removeFs, writtenFs } from "../build/fs.ts";
import { inspectImage } from "../build/image.ts";
import { ExecError } from "../errors.ts";
import { type Args, notServed, type Resolver } from "../graph.ts";
import { runWithServices } from "../service/bound-exec.ts";
import type { Session } from "../session.ts";
import { paths } from "../shim/protocol.ts";
import { containerFiles } from "./container-files.ts";
import { containerImage } from "./container-image.ts";
import { absolute, type ContainerState, type ExposedPort, emptyContainer, expand } from "./container-state.ts";

type Field = Resolver<Session, ContainerState>;

function without<T>(record: Readonly<Record<string, T>>, name: string): Record<string, T> {
  return Object.fromEntries(Object.entries(record).filter(([other]) => other !== name));
}

const maybeExpand = (state: ContainerState, { expand: wanted }: Args, text: string): string =>
  wanted ? expand(text, state.env) : text;

async function from(_: ContainerState, { address }: Args, session: Session): Promise<ContainerState> {
  const image = await inspectImage(address, (text) => session.progress.line(text));
  const { ref, identity, ...config } = image;
  const { env, user, workdir } = config;
  return {
    ...emptyContainer,
    ...config,
    fs: imageFs(ref, identity, { env, user, workdir }),
  };
}

function command(state: ContainerState, { args, useEntrypoint, expand: wanted }: Args): string[] {
  const given: string[] = args.length > 0 ? args : [...(state.defaultArgs ?? [])];
  const words = useEntrypoint ? [...(state.entrypoint ?? []), ...given] : given;
  if (words.length === 0) throw new Error("no command has been set");
  return wanted ? words.map((word) => expand(word, state.env)) : words;
}

const withExec: Field = async (state, args, session) => {
  const { stdin, redirectStdin, redirectStdout, redirectStderr, expect } = args;
  if (stdin && redirectStdin) throw new Error("cannot set both stdin and redirectStdin");
  for (const path of [redirectStdout, redirectStderr]) {
    if (path && !path.startsWith("/")) throw notServed("Container", "withExec with a relative redirect");
  }
  if ("" in state.env) throw new ExecError("exit code: -1", args.args, -1, "", "");
  const options = {
    ...(expect !== "SUCCESS" && { expect }),
    ...(stdin && { stdin }),
    ...(redirectStdin && { redirectStdin }),
    ...(redirectStdout && { redirectStdout }),
    ...(redirectStderr && { redirectStderr }),
  };
  const { env, user, workdir, mounts, secrets, services } = state;
  const exec = execFs(state.fs, {
    args: command(state, args),
    options,
    env,
    user,
    workdir,
    mounts,
    secrets,
    services,
  });
  if (Object.keys(services).length > 0) {
    const files = await runWithServices(session, exec);
    const after = mounts.map((mount) =>
      isWritable(mount) ? { ...mount, from: { fs: files, path: mount.target } } : mount,
    );
    const targets = mounts.filter(isFileMount).map(({ target }) => target);
    return { ...state, fs: targets.length > 0 ? removeFs(files, targets) : files, lastExec: exec, mounts: after };
  }
  const after = mounts.map((mount, index) => {
    if (!isWritable(mount)) return mount;
    return {
      ...mount,
      from: { fs: writtenFs(exec, index), path: mount.kind === "file" ? `${paths.left}/file` : paths.left },
    };
  });
  return { ...state, fs: exec, lastExec: exec, mounts: after };
};

/** What the last command said; asking runs it. */
async function said(state: ContainerState, session: Session) {
  if (!state.lastExec) throw new Error("no command has been set");
  return session.services.recordOf(state.lastExec) ?? readRecord(session, state.lastExec);
}

const pairs = (record: Readonly<Record<string, string>>) =>
  Object.entries(record).map(([name, value]) => ({ name, value }));

function exposed(
  state: ContainerState,
  { port, protocol, description, experimentalSkipHealthcheck }: Args,
): ContainerState {
  const added: ExposedPort = {
    port,
    protocol,
    description: description || null,
    experimentalSkipHealthcheck,
  };
  return {
    ...unexposed(state, { port, protocol }),
    ports: [...unexposed(state, { port, protocol }).ports, added],
  };
}

function unexposed(state: ContainerState, { port, protocol }: Args): ContainerState {
  return {
    ...state,
    ports: state.ports.filter((other) => other.port !== port || other.protocol !== protocol),
  };
}

/** Container, without what reads and writes its files. */
const containerValues: { [field: string]: Field } = {
  from,
  withExec,
  stdout: async (state, _, session) => (await said(state, session)).stdout,
  stderr: async (state, _, session) => (await said(state, session)).stderr,
  combinedOutput: async (state, _, session) => (await said(state, session)).combined,
  exitCode: async (state, _, session) => (await said(state, session)).exitCode,
  sync: (state, _, session) => buildStage(session, state.fs),
  platform: ({ platform }) => platform,

  withEnvVariable: (state, args) => ({
    ...state,
    env: { ...state.env, [args.name]: maybeExpand(state, args, args.value) },
  }),
  withoutEnvVariable: (state, { name }) => ({ ...state, env: without(state.env, name) }),
  envVariable: ({ env }, { name }) => env[name] ?? null,
  envVariables: ({ env }) => pairs(env),
  withSecretVariable: async (state, { name, secret }, session) => ({
    ...state,
    secrets: { ...state.secrets, [name]: await session.secrets.load(session, secret) },
  }),
  withoutSecretVariable: (state, { name }) => ({ ...state, secrets: without(state.secrets, name) }),

  withWorkdir: (state, args) => ({ ...state, workdir: absolute(state, maybeExpand(state, args, args.path)) }),
  withoutWorkdir: (state) => ({ ...state, workdir: "" }),
  workdir: ({ workdir }) => workdir,
  withUser: (state, { name }) => ({ ...state, user: name }),
  withoutUser: (state) => ({ ...state, user: "" }),
  user: ({ user }) => user,

  withEntrypoint: ({ defaultArgs, ...state }, { args, keepDefaultArgs }) => ({
    ...state,
    entrypoint: args,
    ...(keepDefaultArgs && { defaultArgs }),
  }),
  withoutEntrypoint: ({ entrypoint: _, defaultArgs, ...state }, { keepDefaultArgs }) => ({
    ...state,
    ...(keepDefaultArgs && { defaultArgs }),
  }),
  entrypoint: ({ entrypoint = [] }) => entrypoint,
  withDefaultArgs: (state, { args }) => ({ ...state, defaultArgs: args }),
  withoutDefaultArgs: ({ defaultArgs: _, ...state }) => state,
  defaultArgs: ({ defaultArgs = [] }) => defaultArgs,

  withLabel: (state, { name, value }) => ({ ...state, labels: { ...state.labels, [name]: value } }),
  withoutLabel: (state, { name }) => ({ ...state, labels: without(state.labels, name) }),
  label: ({ labels }, { name }) => labels[name] ?? null,
  labels: ({ labels }) => pairs(without(labels, STAND_IN_LABEL)),
  withAnnotation: (state, { name, value }) => ({ ...state, annotations: { ...state.annotations, [name]: value } }),
  withoutAnnotation: (state, { name }) => ({ ...state, annotations: without(state.annotations, name) }),
  withExposedPort: exposed,
  withoutExposedPort: unexposed,
  exposedPorts: ({ ports }) => ports,
  withDockerHealthcheck: (state, args) => ({ ...state, healthcheck: args }),

  withServiceBinding: (state, { alias, service }) => ({
    ...state,
    services: { ...state.services, [alias]: service },
  }),
  asService: (state, args) => ({ kind: "container", container: state, args }),
  withError: (state, { err }) => {
    if (err) throw new Error(err);
    return state;
  },
};

export const containerFields = { ...containerValues, ...containerFiles, ...containerImage };
export { emptyContainer };

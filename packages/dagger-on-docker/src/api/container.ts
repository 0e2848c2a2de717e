import { buildStage, readRecord } from "../build/build.ts";
import { ExecError } from "../build/exec-error.ts";
import { type ContainerState, type Exec, execFs, imageFs, type ServiceState } from "../build/fs.ts";
import { baseImage } from "../build/image.ts";
import { askedBy, type Resolver } from "../graph.ts";
import type { Session } from "../session.ts";
import { containerFiles } from "./container-files.ts";
import { containerImage } from "./container-image.ts";
import { absolute, emptyContainer, expand } from "./container-state.ts";
import { secretUri } from "./secret.ts";

type Field = Resolver<Session, ContainerState>;

const from: Field = async (_, { address }, session) => {
  const { ref, identity, ...config } = await baseImage(address, (text) => session.progress.line(text));
  const { env, user, workdir } = config;
  return { ...emptyContainer, ...config, fs: imageFs(ref, identity, { env, user, workdir }) };
};

const withExec: Field = (state, { args, expect, [askedBy]: by }) => {
  const { env, user, workdir, mounts, secrets, services, defaultArgs = [] } = state;
  const words: Exec["args"] = args.length > 0 ? args : defaultArgs;
  if (words.length === 0)
    throw new Error("no command has been set: give withExec words, or the container default ones");
  if ("" in env) throw new ExecError("exit code: -1: a variable without a name", words, -1, "", "");
  const exec = execFs(state.fs, { args: words, expect, env, user, workdir, mounts, secrets, services }, by);
  return { ...state, fs: exec, lastExec: exec };
};

/** What the last command said; asking runs it. */
async function said(state: ContainerState, session: Session) {
  if (!state.lastExec) throw new Error("no command has been set: the container has run none, see withExec");
  return readRecord(session, state.lastExec);
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

  withEnvVariable: (state, { name, value, expand: wanted }) => ({
    ...state,
    env: { ...state.env, [name]: wanted ? expand(value, state.env) : value },
  }),
  withSecretVariable: async (state, { name, secret }, session) => ({
    ...state,
    secrets: { ...state.secrets, [name]: await secretUri(session, secret) },
  }),
  withWorkdir: (state, { path }) => ({ ...state, workdir: absolute(state, path) }),
  withUser: (state, { name }) => ({ ...state, user: name }),
  withEntrypoint: ({ defaultArgs: _, ...state }, { args }) => ({ ...state, entrypoint: args }),
  withoutEntrypoint: ({ entrypoint: _, defaultArgs: __, ...state }) => state,
  withDefaultArgs: (state, { args }) => ({ ...state, defaultArgs: args }),
  withLabel: (state, { name, value }) => ({ ...state, labels: { ...state.labels, [name]: value } }),
  label: ({ labels }, { name }) => labels[name] ?? null,
  withAnnotation: (state, { name, value }) => ({ ...state, annotations: { ...state.annotations, [name]: value } }),
  withExposedPort: (state, { port }) => ({ ...state, ports: [...new Set([...state.ports, `${port}/tcp`])] }),
  withDockerHealthcheck: (state, args) => ({ ...state, healthcheck: args }),

  withServiceBinding: async (state, { alias, service }, { graph }) => ({
    ...state,
    services: { ...state.services, [alias]: await graph.load<ServiceState>(service, "Service") },
  }),
  asService: (container, args) => ({ container, args }),
};

export const containerFields = { ...containerValues, ...containerFiles, ...containerImage };

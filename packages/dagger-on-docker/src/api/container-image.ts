import { imageArchive } from "../build/archive.ts";
import { buildImage, readFile } from "../build/build.ts";
import { envLine, jsonLine, quoted } from "../build/dockerfile.ts";
import type { ContainerState, Healthcheck, Location } from "../build/fs.ts";
import { isPlain } from "../build/stage.ts";
import { notServed, type Resolver } from "../graph.ts";
import { openTerminal } from "../service/terminal.ts";
import type { Session } from "../session.ts";
import { writeHostFile } from "../tree/host.ts";
import type { FileState } from "./file.ts";

export function configLines(state: ContainerState): string[] {
  const { env, user, workdir, labels, ports, entrypoint = [], defaultArgs = [], healthcheck } = state;
  for (const [name, value] of Object.entries(env))
    if (!isPlain(name, value)) throw notServed("Container", `withEnvVariable("${name}") in an exported image`);
  return [
    ...Object.entries(env).map(([name, value]) => envLine(name, value)),
    ...Object.entries(labels).map(([name, value]) => `LABEL ${quoted(name)}=${quoted(value)}`),
    ...ports.map((port) => `EXPOSE ${port}`),
    ...(workdir ? [`WORKDIR ${workdir.replace(/[\\$]/g, "\\$&")}`] : []),
    `USER ${user || "root"}`,
    ...(healthcheck ? [healthLine(healthcheck)] : []),
    `ENTRYPOINT ${jsonLine(entrypoint)}`,
    `CMD ${jsonLine(defaultArgs)}`,
  ];
}

function healthLine({ args, shell, interval, timeout, startPeriod, startInterval, retries }: Healthcheck): string {
  const options = { interval, timeout, "start-period": startPeriod, "start-interval": startInterval, retries };
  const flags = Object.entries(options).flatMap(([name, value]) => (value ? [`--${name}=${value}`] : []));
  return ["HEALTHCHECK", ...flags, "CMD", shell ? args.join(" ") : jsonLine(args)].join(" ");
}

const archive = "image.tar";

async function archived(session: Session, state: ContainerState): Promise<Location> {
  if (state.fs.kind === "scratch") throw new Error("no containers to export: it has neither an image nor files");
  // A WORKDIR would be a layer more, and a Dockerfile sets the variables of the steps before.
  const lines = configLines(state).filter((line) => !line.startsWith("WORKDIR "));
  const Env = Object.entries(state.env).map(([name, value]) => `${name}=${value}`);
  const config = { Env, User: state.user, WorkingDir: state.workdir };
  return imageArchive(session, await session.services.image(state.fs, lines), config, state.annotations);
}

export const containerImage: { [field: string]: Resolver<Session, ContainerState> } = {
  exportImage: async (state, { name }, session) => {
    await buildImage(session, state.fs, configLines(state), name);
    return "";
  },
  asTarball: async (state, _, session): Promise<FileState> => ({ name: archive, at: await archived(session, state) }),
  export: async (state, { path }, session) => {
    const entry = await readFile(session, await archived(session, state));
    return writeHostFile(archive, { ...entry, mode: 0o600 }, path, true);
  },
  terminal: async (state, { cmd }, session) => {
    await openTerminal(session, state, cmd.length > 0 ? cmd : ["sh"]);
    return state;
  },
  up: (container, { ports, ...args }, { services }) => services.up({ container, args }, ports),
};

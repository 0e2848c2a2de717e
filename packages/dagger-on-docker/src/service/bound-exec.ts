import { chmod, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { docker } from "../base/docker.ts";
import type { Recorded } from "../build/build.ts";
import { execError } from "../build/exec-error.ts";
import { mountOptions } from "../build/exec-line.ts";
import { type ExecFs, type Fs, imageFs } from "../build/fs.ts";
import { hostCa } from "../build/host-ca.ts";
import { shimWords } from "../build/shim-line.ts";
import { commandName } from "../build/watch.ts";
import { ExecError } from "../errors.ts";
import { once } from "../once.ts";
import type { Session } from "../session.ts";
import { type ExecOptions, endedAsExpected, paths } from "../shim/protocol.ts";
import { secretFiles } from "./secrets.ts";
import type { Bound } from "./services.ts";

/**
 * Runs a command that is bound to services, once in a session: it cannot be a build step, since a build knows no
 * network of ours. A container runs it, and what it leaves is committed.
 *
 * @throws ExecError where the command ends otherwise than expected
 */
export function runWithServices(session: Session, fs: ExecFs): Promise<Bound> {
  return once(session.services.commands, fs.id, () => runBound(session, fs));
}

const readonly = (source: string, target: string) => ["--mount", `${source},readonly,target=${target}`];

async function runBound(session: Session, fs: ExecFs): Promise<Bound> {
  const { exec } = fs;
  const { network } = session.services;
  const [{ words }, volume] = await Promise.all([
    // The shim reads secret variables from files: it is to mask them.
    session.services.words({ ...exec, fs: fs.base, secrets: {} }, [...shimWords(paths.tools), "--command"]),
    network.shimVolume(),
    network.open(),
  ]);
  const name = `${network.name}-exec-${fs.id.slice(0, 12)}`;
  const secrets = Object.entries(exec.secrets).map(([variable, secret], index) => ({
    variable,
    given: { secret, mode: 0o444 },
    file: `${paths.secret}${index}`,
  }));
  const secretFile = await secretFiles(
    session,
    secrets.map(({ given }) => given),
  );
  const options: ExecOptions = {
    ...mountOptions(exec.mounts),
    ownCode: true,
    secrets: Object.fromEntries(secrets.map(({ variable, file }) => [variable, file])),
  };
  const command = join(session.workspace.folder, `${name}.json`);
  await writeFile(command, JSON.stringify([options, ...exec.args]));
  // The command's user reads it, whatever the umask of who calls; the folder keeps others out.
  await chmod(command, 0o644);
  const ca = hostCa();
  const flags = [
    ...["--name", name, "--network", network.name, "--label", network.label],
    ...["--volume", `${volume}:${paths.tools}:ro`, "--mount", `type=tmpfs,target=${paths.records},tmpfs-mode=1777`],
    ...secrets.flatMap(({ given, file }) => readonly(secretFile(given), file)),
    ...(ca ? readonly(await network.fileSource(ca), paths.hostCa) : []),
    ...readonly(await network.fileSource(command), paths.command),
  ];
  try {
    const record = await run(session, fs, ["run", ...flags, ...words]);
    // Docker's own failure, for instance a user whom the image does not have; a command may end with 125 as well.
    if (record.exitCode === 125 && (await network.state(name)) === "created")
      throw new ExecError("exit code: -1", exec.args, -1, "", "");
    if (!endedAsExpected(record.exitCode, exec.expect)) throw execError(record, exec.args);
    return { record, files: await commit(session, fs, name) };
  } finally {
    await network.remove(name, true);
  }
}

async function commit(session: Session, fs: ExecFs, container: string): Promise<Fs> {
  const { network } = session.services;
  const image = `${network.name}:${fs.id.slice(0, 24)}`;
  const id = await network.docker(["commit", container, image]);
  network.images.add(image);
  return imageFs(image, id, { env: fs.exec.env, user: fs.exec.user, workdir: fs.exec.workdir });
}

/** Runs `docker run` to its end; the shim inside has masked what comes. */
async function run(session: Session, fs: ExecFs, args: readonly string[]): Promise<Recorded> {
  const step = { id: fs.id, name: commandName(fs) };
  session.progress.step({ ...step, state: "started" });
  let combined = "";
  const onText = (text: string) => {
    combined += text;
    session.progress.output(step, text);
  };
  const { code = 255, stdout, stderr } = await docker(args, { onText, signal: session.stopped });
  const failed = !endedAsExpected(code, fs.exec.expect);
  session.progress.step({ ...step, state: failed ? "failed" : "done", ...(failed && { log: combined }) });
  return { exitCode: code, cmd: fs.exec.args, stdout, stderr, combined };
}

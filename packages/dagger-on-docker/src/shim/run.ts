import * as fs from "node:fs";
import { constants } from "node:os";
import { join } from "node:path";
import { reasonOf } from "../reason.ts";
import { masker } from "./mask.ts";
import { openPipe } from "./pipe.ts";
import { type ExecOptions, endedAsExpected, paths, type RunRecord, runIds } from "./protocol.ts";
import { recordFolder } from "./record.ts";

// Every step starts this file: Node's streams, sockets and processes would take 20 ms more to load.

const defaultPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

const lost =
  "was changed, and is mounted: on Docker alone the next command would not see it. Take withDirectory or withFile instead " +
  "of a mount, or readOnly where it has to stay as it is: a mount that keeps what is written needs a Dagger engine";

/** Runs a command, records it, and answers with the code that makes the build step go on or fail. */
export async function runCommand(options: ExecOptions, args: string[], name?: string): Promise<number> {
  const { exitCode } = await run(options, args, recordFolder(name));
  return endedAsExpected(exitCode, options.expect) ? 0 : Math.max(exitCode, 1);
}

async function run(options: ExecOptions, args: string[], folder: string): Promise<RunRecord> {
  fs.mkdirSync(folder, { recursive: true, mode: 0o777 });
  const secrets = Object.entries(options.secrets ?? {}).map(
    ([name, file]) => [name, fs.readFileSync(file, "utf8")] as const,
  );
  const masked = [...secrets.map(([, value]) => value), ...(options.masked ?? []).flatMap(readable)];
  const together = fs.openSync(join(folder, "combined"), "w");
  // By the files' own clock, which goes in steps of some milliseconds.
  const started = fs.fstatSync(together).ctimeMs;
  const out = output("stdout", 1, folder, masked, together);
  const err = output("stderr", 2, folder, masked, together);
  let ended = await start(options, args, environment(options, secrets), out, err);
  const changed = options.kept?.find((target) => changedSince(target, started));
  if (changed) {
    ended = { exitCode: -1, problem: `${changed} ${lost}` };
    err.write(`${ended.problem}\n`);
  }
  out.end();
  err.end();
  fs.closeSync(together);
  fs.writeFileSync(join(folder, "record.json"), JSON.stringify(ended));
  return ended;
}

/** A mounted secret; what this user cannot read, its command cannot tell. */
function readable(file: string): string[] {
  try {
    return [fs.readFileSync(file, "utf8")];
  } catch {
    return [];
  }
}

/** Whether something was changed: that shows in a ctime since the start. */
function changedSince(path: string, since: number): boolean {
  const stat = fs.lstatSync(path);
  if (stat.ctimeMs >= since) return true;
  return stat.isDirectory() && fs.readdirSync(path).some((name) => changedSince(join(path, name), since));
}

interface Output {
  write(chunk: Uint8Array | string): void;
  end(): void;
}

/** A stream that is masked, shown in the build's log, and kept in the record, alone and with the other one. */
function output(name: string, shown: number, folder: string, masked: string[], together: number): Output {
  const file = fs.openSync(join(folder, name), "w");
  const mask = masker(masked);
  const keep = (bytes: Buffer) => {
    for (const to of [shown, file, together]) fs.writeFileSync(to, bytes);
  };
  return {
    write: (chunk) => keep(mask.feed(Buffer.from(chunk as string))),
    end() {
      keep(mask.rest());
      fs.closeSync(file);
    },
  };
}

function environment(options: ExecOptions, secrets: (readonly [string, string])[]): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = { ...process.env, ...options.env, ...Object.fromEntries(secrets) };
  for (const name of [runIds, runIds.toLowerCase()]) delete env[name];
  env.PATH ??= defaultPath;
  if (fs.existsSync(paths.hostCa) && fs.statSync(paths.hostCa).size > 0) {
    for (const name of ["SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS", "CURL_CA_BUNDLE", "PIP_CERT"])
      env[name] ??= paths.hostCa;
  }
  return env;
}

async function start(
  options: ExecOptions,
  args: string[],
  env: NodeJS.ProcessEnv,
  out: Output,
  err: Output,
): Promise<RunRecord> {
  if (options.cwd) {
    try {
      fs.mkdirSync(options.cwd, { recursive: true });
      process.chdir(options.cwd);
    } catch (error) {
      return { exitCode: -1, problem: `working directory ${options.cwd}: ${(error as Error).message}` };
    }
  }
  const [name = ""] = args;
  const program = name.includes("/") ? name : Bun.which(name, { PATH: env.PATH ?? "" });
  if (!program) {
    err.write(`exec: ${JSON.stringify(name)}: executable file not found in $PATH\n`);
    return { exitCode: 1 };
  }
  const [outPipe, errPipe] = [openPipe(), openPipe()];
  let child: Bun.Subprocess;
  try {
    child = Bun.spawn([program, ...args.slice(1)], {
      argv0: name,
      env,
      stdin: "ignore",
      stdout: outPipe.write,
      stderr: errPipe.write,
    });
  } catch (error) {
    err.write(`fork/exec ${program}: ${reasonOf(error)}\n`);
    return { exitCode: 1 };
  }
  outPipe.release();
  errPipe.release();
  await Promise.all([child.exited, handOn(outPipe.read, out), handOn(errPipe.read, err)]);
  const { exitCode, signalCode } = child;
  return { exitCode: exitCode ?? 128 + constants.signals[(signalCode ?? "SIGKILL") as NodeJS.Signals] };
}

async function handOn(from: AsyncIterable<Uint8Array>, to: Output): Promise<void> {
  for await (const chunk of from) to.write(chunk);
}

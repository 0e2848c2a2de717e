import { spawn } from "node:child_process";
import {
  createWriteStream,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  statSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { PassThrough, type Readable } from "node:stream";
import { finished } from "node:stream/promises";
import { maskStream } from "./mask.ts";
import { openPipe } from "./pipe.ts";
import { findProgram, whyUnusable } from "./program.ts";
import { type ExecOptions, endedAsExpected, paths, type Record, runIds } from "./protocol.ts";
import { keepWritten, recordFolder } from "./record.ts";

const defaultPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/** Runs a command, records it, and answers with the code that makes the build step go on or fail. */
export async function runCommand(options: ExecOptions, args: string[], name?: string): Promise<number> {
  const { exitCode } = await run(options, args, recordFolder(name));
  if (options.ownCode) return exitCode < 0 ? 255 : exitCode;
  return endedAsExpected(exitCode, options.expect) ? 0 : Math.max(exitCode, 1);
}

async function run(options: ExecOptions, args: string[], folder: string): Promise<Record> {
  const started = Date.now();
  mkdirSync(folder, { recursive: true, mode: 0o777 });
  const secrets = Object.entries(options.secrets ?? {}).map(
    ([name, file]) => [name, readFileSync(file, "utf8")] as const,
  );
  const masked = [
    ...secrets.map(([, value]) => value),
    ...(options.masked ?? []).map((file) => readFileSync(file, "utf8")),
  ];
  const together = createWriteStream(join(folder, "combined"));
  const [out, err] = (["stdout", "stderr"] as const).map((name) => output(name, folder, masked, together)) as [
    Output,
    Output,
  ];
  const ended = await start(options, args, environment(options, secrets), out.raw, err.raw);
  out.raw.end();
  err.raw.end();
  await Promise.all([out.kept, err.kept]);
  await finished(together.end());
  for (const target of options.writable ?? []) keepWritten(folder, target, started);
  const record = { ...ended, cmd: args };
  writeFileSync(join(folder, "record.json"), JSON.stringify(record));
  return record;
}

interface Output {
  readonly raw: PassThrough;
  readonly kept: Promise<void>;
}

/** A stream that is masked, shown in the build's log, and kept in the record, alone and with the other one. */
function output(name: "stdout" | "stderr", folder: string, masked: string[], together: NodeJS.WritableStream): Output {
  const raw = new PassThrough();
  const shown = raw.pipe(maskStream(masked));
  const file = createWriteStream(join(folder, name));
  shown.on("data", (chunk) => {
    process[name].write(chunk);
    together.write(chunk);
  });
  return { raw, kept: finished(shown.pipe(file)) };
}

function environment(options: ExecOptions, secrets: (readonly [string, string])[]): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = { ...process.env, ...options.env, ...Object.fromEntries(secrets) };
  for (const name of [runIds, runIds.toLowerCase(), ...(options.unset ?? [])]) delete env[name];
  env.PATH ??= defaultPath;
  if (existsSync(paths.hostCa) && statSync(paths.hostCa).size > 0) {
    for (const name of ["SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS", "CURL_CA_BUNDLE", "PIP_CERT"])
      env[name] ??= paths.hostCa;
  }
  return env;
}

type Ended = Pick<Record, "exitCode" | "problem">;

async function start(
  options: ExecOptions,
  args: string[],
  env: NodeJS.ProcessEnv,
  out: PassThrough,
  err: PassThrough,
): Promise<Ended> {
  const redirects = openRedirects(options);
  if ("problem" in redirects) return { exitCode: -1, problem: redirects.problem };
  const [name = ""] = args;
  const program = findProgram(name, env.PATH ?? "");
  const problem =
    program === undefined ? `exec: ${JSON.stringify(name)}: executable file not found in $PATH` : whyUnusable(program);
  if (problem || program === undefined) {
    err.write(`${problem}\n`);
    return { exitCode: 1 };
  }
  const [outPipe, errPipe] = [openPipe(), openPipe()];
  const read = [tee(outPipe.read, out, redirects.stdout), tee(errPipe.read, err, redirects.stderr)];
  const child = spawn(program, args.slice(1), {
    argv0: name,
    env,
    stdio: [redirects.stdin ?? "pipe", outPipe.write, errPipe.write],
  });
  outPipe.release();
  errPipe.release();
  child.stdin?.on("error", () => {}); // a command may end without reading its input
  child.stdin?.end(options.stdin ?? "");
  const exitCode = await new Promise<number>((done) => {
    child.on("error", (error) => {
      err.write(`fork/exec ${program}: ${error.message}\n`);
      done(1);
    });
    child.on("exit", (code, signal) => done(code ?? 128 + (signalNumbers[signal ?? ""] ?? 0)));
  });
  await Promise.all(read);
  return { exitCode };
}

const signalNumbers: { [name: string]: number } = {
  SIGHUP: 1,
  SIGINT: 2,
  SIGQUIT: 3,
  SIGILL: 4,
  SIGABRT: 6,
  SIGKILL: 9,
  SIGSEGV: 11,
  SIGPIPE: 13,
  SIGTERM: 15,
};

/** Hands a stream on, and to a file where one is asked for; done when the last writer has closed it. */
function tee(from: Readable, to: PassThrough, file?: number): Promise<void> {
  from.on("data", (chunk) => {
    to.write(chunk);
    if (file !== undefined) writeSync(file, chunk);
  });
  return finished(from);
}

type Redirects = { [stream in "stdin" | "stdout" | "stderr"]?: number };

function openRedirects({
  redirectStdin,
  redirectStdout,
  redirectStderr,
}: ExecOptions): Redirects | { problem: string } {
  const wanted = [
    ["stdin", redirectStdin, "r"],
    ["stdout", redirectStdout, "w"],
    ["stderr", redirectStderr, "w"],
  ] as const;
  const redirects: Redirects = {};
  for (const [stream, path, flags] of wanted) {
    if (!path) continue;
    try {
      redirects[stream] = openSync(path, flags, 0o600);
    } catch {
      const full = path.startsWith("/") ? path : join(process.cwd(), path);
      return { problem: `open redirect ${stream} file: open <rootfs>${full}: no such file or directory` };
    }
  }
  return redirects;
}

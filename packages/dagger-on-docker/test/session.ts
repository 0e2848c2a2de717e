import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { type Client, connect } from "@dagger.io/dagger";

const main = fileURLToPath(new URL("../src/main.ts", import.meta.url));

/** A session in a process of its own, as an SDK would start it. */
export interface TestSession {
  readonly port: number;
  readonly token: string;
  /** Its process. */
  readonly pid: number | undefined;
  /** What it has shown on stderr so far. */
  shown(): string;
  /** Uses the SDK's client against it. */
  use<T>(work: (client: Client) => Promise<T>): Promise<T>;
  /** Ends it, by signals that come a moment after each other or by closing its input, and answers its exit code. */
  end(...signals: readonly NodeJS.Signals[]): Promise<number | null>;
}

/** Starts `session`; `DAGGER_PARITY=1` asks the engine that the environment names instead. */
export async function openSession(env: Readonly<Record<string, string>> = {}): Promise<TestSession> {
  const engine = process.env.DAGGER_PARITY === "1" ? process.env._EXPERIMENTAL_DAGGER_CLI_BIN : undefined;
  const [command, ...args] = engine
    ? [engine, "session"]
    : ["bun", "--no-env-file", main, "--progress=plain", "session"];
  const child = spawn(command as string, args, { env: { ...process.env, ...env } });
  let shown = "";
  child.stderr.setEncoding("utf8").on("data", (text) => {
    shown += text;
  });
  const line = await new Promise<string>((done, fail) => {
    child.on("error", fail);
    child.on("close", (code) => fail(new Error(`the session ended with ${code}:\n${shown}`)));
    child.stdout.setEncoding("utf8").once("data", done);
  });
  const { port, session_token: token } = JSON.parse(line);
  return {
    port,
    token,
    pid: child.pid,
    shown: () => shown,
    async use(work) {
      Object.assign(process.env, { DAGGER_SESSION_PORT: String(port), DAGGER_SESSION_TOKEN: token });
      const box: { value?: unknown } = {};
      await connect(async (client) => {
        box.value = await work(client);
      });
      return box.value as Awaited<ReturnType<typeof work>>;
    },
    async end(...signals) {
      if (child.exitCode !== null) return child.exitCode;
      const ended = once(child, "close");
      if (signals.length === 0) child.stdin.end();
      for (const signal of signals) {
        child.kill(signal);
        await setTimeout(200);
      }
      const [code] = await ended;
      return code;
    },
  };
}

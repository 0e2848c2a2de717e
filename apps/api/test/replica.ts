import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { givenServices } from "./services.ts";

const API = fileURLToPath(new URL("..", import.meta.url));
const START_MS = 20_000;

/** One running API, as a process of its own. */
export type Replica = {
  url: string;
  /** How many bytes of memory it has now. */
  memory: () => Promise<number>;
  /** What it has logged so far. */
  log: () => string;
  /** Sends a signal and gives the exit code. */
  stop: (signal?: NodeJS.Signals) => Promise<number | null>;
};

/**
 * Starts the API as production does, on Bun (`BUN` names the program, else the one in PATH), and waits until it is
 * ready.
 *
 * @param env variables besides the given services
 * @returns the replica; stop it
 */
export async function startReplica(env: Record<string, string> = {}): Promise<Replica> {
  const port = await freePort();
  const child = spawn(process.env.BUN ?? "bun", [process.env.API_ENTRY ?? "src/index.ts"], {
    cwd: API,
    env: {
      PATH: process.env.PATH,
      ...givenServices(),
      DRAIN_SECONDS: "0",
      // A busy one is silent for a second, and must not count as dead.
      JOB_LOCK_SECONDS: "5",
      // A busy machine is no fault of Supabase's.
      SUPABASE_SECONDS: "10",
      PORT: String(port),
      ...env,
    },
  });
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => lines.push(String(chunk)));
  const url = `http://127.0.0.1:${port}`;
  const log = () => lines.join("");
  await untilReady(url, child, log);
  return { url, memory: () => memoryOf(child), log, stop: (signal = "SIGTERM") => stop(child, signal) };
}

async function stop(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const exit = once(child, "exit");
  child.kill(signal);
  const [code] = await exit;
  return code;
}

async function memoryOf({ pid }: ChildProcess): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) * 1024;
}

async function untilReady(url: string, child: ChildProcess, log: () => string): Promise<void> {
  const deadline = Date.now() + START_MS;
  while (Date.now() < deadline && child.exitCode === null) {
    const response = await fetch(`${url}/ready`).catch(() => null);
    if (response?.ok) return;
    await sleep(50);
  }
  child.kill("SIGKILL");
  throw new Error(`The API did not become ready. Are Redis and the local Supabase up? Its log:\n${log()}`);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  if (address === null || typeof address === "string") throw new Error("no free port");
  return address.port;
}

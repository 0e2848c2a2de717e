import { resolve } from "node:path";
import { dockerBinary } from "../packages/dagger-on-docker/src/base/index.ts";
import * as processes from "../packages/dagger-on-docker/src/base/process.ts";

/** The repository. */
export const root = resolve(import.meta.dirname, "..");

/** Runs a program to its end, whatever that is. */
export const attempt: typeof processes.run = (program, args, options) =>
  processes.run(program, args, { cwd: root, ...options });

/** Runs a program that has to succeed, and returns what it printed. */
export async function run(program: string, args: readonly string[], options?: processes.RunOptions): Promise<string> {
  const { code, stdout, stderr } = await attempt(program, args, options);
  if (code !== 0)
    throw new Error(`${program} ${args.join(" ")} ended with ${code}:\n${(stderr || stdout).slice(-4000)}`);
  return stdout.trim();
}

/** Runs Docker's client. */
export const docker = (...args: string[]): Promise<string> => run(dockerBinary(), args);

/** Waits until something is so. Throws when it takes too long, with what it looked like last. */
export async function until<T>(seconds: number, look: () => Promise<T | undefined | false>): Promise<T> {
  const end = Date.now() + seconds * 1000;
  let last: unknown;
  while (Date.now() < end) {
    const seen = await look().catch((error: unknown) => {
      last = error;
      return undefined;
    });
    if (seen) return seen;
    await new Promise((done) => setTimeout(done, 200));
  }
  throw new Error(`not so within ${seconds} s`, { cause: last });
}

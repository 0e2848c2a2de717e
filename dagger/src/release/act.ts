import type { Container } from "@dagger.io/dagger";

/** How a step on the world ended. */
export interface Acted {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** One file says how it ended, and all that it said: asked for one by one, each answer would take a fifth of a second. */
const WRITTEN = [
  "mkdir -p /said; code=0",
  'sh -euc "$1" >/said/stdout 2>/said/stderr </dev/null || code=$?',
  "jq -nc --argjson code $code --rawfile stdout /said/stdout --rawfile stderr /said/stderr \\",
  "  '{$code, $stdout, $stderr}' >/said/all",
].join("\n");

/** A container whose next command runs, whatever a cache has of it. */
export const anew = (on: Container): Container => on.withEnvVariable("STEP", `${Date.now()}-${Math.random()}`);

/** Runs shell lines as `act` does, in somebody's own container: it needs no more than `sh`, whoever its user is. */
export async function actIn(on: Container, lines: readonly string[]): Promise<Acted> {
  const written =
    'mkdir -p /tmp/said; code=0; sh -euc "$1" >/tmp/said/log 2>&1 </dev/null || code=$?; echo $code >/tmp/said/code';
  const done = anew(on).withExec(["sh", "-euc", written, "step", lines.join("\n")]);
  const [code, stdout] = await Promise.all(["code", "log"].map((name) => done.file(`/tmp/said/${name}`).contents()));
  return { code: Number(code), stdout: stdout ?? "", stderr: "" };
}

/**
 * Runs shell lines that ask or change the world: never out of a cache, and a failure is an answer like any other, so
 * that it is not remembered either.
 *
 * @param on has the programs of tools()
 */
export async function act(on: Container, lines: readonly string[]): Promise<Acted> {
  const done = anew(on).withExec(["sh", "-euc", WRITTEN, "step", lines.join("\n")]);
  return JSON.parse(await done.file("/said/all").contents()) as Acted;
}

import { loadModule } from "../module/load.ts";
import { findModule } from "../module/source.ts";
import type { Progress } from "../progress.ts";
import { constructorOf, moduleCalls, runnerIn } from "./call.ts";
import { Catalog, short } from "./catalog.ts";
import { type Check, checksOf, selectChecks } from "./checks.ts";
import { streamsOf } from "./errors.ts";
import { parseFlags } from "./flags.ts";
import { renderTable } from "./help.ts";
import { atPath } from "./plan.ts";
import type { Printed } from "./print.ts";
import { runCalls } from "./run.ts";
import { globalFlags, moduleFlags, type Settings } from "./settings.ts";
import { withSession } from "./with-session.ts";

/** One or more checks are red; what they said is on stderr already. */
export class ChecksFailed extends Error {
  override readonly name = "ChecksFailed";
}

/** `dagger check`: runs the module's checks side by side, or lists them. */
export async function check(words: readonly string[], settings: Settings, progress: Progress): Promise<Printed> {
  const { patterns, list } = readWords(words, settings);
  const module = await loadModule(findModule(settings.module, process.cwd()), progress);
  const catalog = new Catalog(module.source.name, module.def);
  const checks = selectChecks(checksOf(catalog, module.source.name), patterns);
  if (list) return { out: renderTable(checks.map(entry)) };
  return withSession(progress, async (session) => {
    const runner = { ...runnerIn(session), module: await moduleCalls(module, session) };
    const start = constructorOf(catalog);
    const main = await runner.module.construct(start, {});
    const calls = ({ path }: Check) => path.map((fn) => ({ fn, args: {} }));
    await report(checks, (found) => runCalls(main, start.returns, calls(found), runner), progress);
    return { out: "" };
  });
}

/** Patterns and options in any order. */
function readWords(words: readonly string[], settings: Settings): { patterns: string[]; list: boolean } {
  const read = { patterns: [] as string[], list: false };
  const set = () => {
    read.list = true;
  };
  const list = { name: "list", short: "l", type: "", usage: "List available checks", bare: "true", set };
  const flags = [list, ...moduleFlags(settings), ...globalFlags(settings)];
  for (let rest = words; rest.length; ) {
    const [pattern, ...more] = atPath("dagger check", () => parseFlags(rest, flags)).rest;
    if (pattern !== undefined) read.patterns.push(pattern);
    rest = more;
  }
  return read;
}

function entry({ name, path }: Check): { name: string; short: string } {
  return { name, short: short(path.at(-1)?.description ?? "") };
}

async function report(
  checks: readonly Check[],
  run: (check: Check) => Promise<unknown>,
  progress: Progress,
): Promise<void> {
  const failures: string[] = [];
  const one = async (found: Check) => {
    const step = { id: `check ${found.name}`, name: found.name };
    const start = performance.now();
    const seconds = () => (performance.now() - start) / 1000;
    progress.step({ ...step, state: "started" });
    try {
      await run(found);
      progress.step({ ...step, state: "done", seconds: seconds() });
    } catch (error) {
      const { message } = error as Error;
      failures.push(message);
      progress.step({
        ...step,
        state: "failed",
        seconds: seconds(),
        log: [message, streamsOf(error)].join("\n"),
      });
    }
  };
  await Promise.all(checks.map(one));
  if (failures.length) throw new ChecksFailed([...new Set(failures)].join("\n"));
}

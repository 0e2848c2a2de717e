import { loadModule } from "../module/load.ts";
import { findModule } from "../module/source.ts";
import type { FunctionDef } from "../module/types.ts";
import type { Progress } from "../progress.ts";
import { constructorOf, moduleCalls } from "./call.ts";
import { Catalog, functionsOf, short } from "./catalog.ts";
import { streamsOf } from "./errors.ts";
import { parseFlags } from "./flags.ts";
import { renderTable } from "./help.ts";
import { kebab } from "./names.ts";
import type { Printed } from "./print.ts";
import { asker } from "./query.ts";
import { runCalls } from "./run.ts";
import { globalFlags, moduleFlags, type Settings } from "./settings.ts";
import { withSession } from "./with-session.ts";

/** A check and the functions that lead to it from the main object. */
export interface Check {
  readonly name: string;
  readonly path: readonly FunctionDef[];
}

/** One or more checks are red; what they said is on stderr already. */
export class ChecksFailed extends Error {
  override readonly name = "ChecksFailed";
}

/** `dagger check`: runs the module's checks side by side, or lists them. */
export async function check(
  words: readonly string[],
  settings: Settings,
  progress: Progress,
): Promise<Printed> {
  const list = {
    name: "list",
    short: "l",
    type: "",
    usage: "List available checks",
    bare: "true",
    set: () => {
      settings.list = true;
    },
  };
  const patterns: string[] = [];
  for (let rest = words; rest.length; ) {
    const [pattern, ...more] = parseFlags(rest, [
      list,
      ...moduleFlags(settings),
      ...globalFlags(settings),
    ]).rest;
    if (pattern !== undefined) patterns.push(pattern);
    rest = more;
  }
  const module = await loadModule(findModule(settings.module, process.cwd()), progress);
  const catalog = new Catalog(module.source.name, module.def);
  const checks = selectChecks(checksOf(catalog, module.source.name), patterns);
  if (settings.list) {
    return {
      out: renderTable(
        checks.map(({ name, path }) => ({ name, short: short(path.at(-1)?.description ?? "") })),
      ),
    };
  }
  return withSession(progress, async (session) => {
    const ask = asker(session);
    const functions = await moduleCalls(module, session, ask);
    const start = constructorOf(catalog);
    const main = await functions.construct(start, {});
    const run = ({ path }: Check) =>
      runCalls(
        main,
        start.returns,
        path.map((fn) => ({ fn, args: {} })),
        { ask, module: functions },
      );
    await report(checks, run, progress);
    return { out: "" };
  });
}

/** Every check that can be reached without arguments, by its name. */
export function checksOf(catalog: Catalog, module: string): Check[] {
  const found: Check[] = [];
  const visit = (object: string, path: readonly FunctionDef[], seen: readonly string[]) => {
    const def = catalog.owns(object) && !seen.includes(object) ? catalog.object(object) : undefined;
    for (const fn of def ? functionsOf(def) : []) {
      const here = [...path, fn];
      if (fn.check)
        found.push({ name: [module, ...here.map(({ name }) => name)].map(kebab).join(":"), path: here });
      else if (fn.returns.kind === "OBJECT" && fn.args.length === 0)
        visit(fn.returns.name ?? "", here, [...seen, object]);
    }
  };
  visit(catalog.main.name, [], []);
  return found;
}

/** The checks that patterns name: `lint`, `shop:lint`, `web:*`. Throws for a pattern that names none. */
export function selectChecks(checks: readonly Check[], patterns: readonly string[]): readonly Check[] {
  const matchers = patterns.map((pattern) => ({ pattern, matches: matcher(pattern) }));
  for (const { pattern, matches } of matchers) {
    if (!checks.some(matches)) throw new Error(`no check is named "${pattern}": see 'dagger check -l'`);
  }
  return patterns.length ? checks.filter((found) => matchers.some(({ matches }) => matches(found))) : checks;
}

/** A name means also what is below it; the module's own name may be left out. */
function matcher(pattern: string): (check: Check) => boolean {
  const words = pattern.split(/[:/]/).map((word) => (/[*]/.test(word) ? word : kebab(word)));
  const text = words
    .map((word) => word.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", "[^:]*"))
    .join(":");
  const wanted = new RegExp(`^${text}(:|$)`);
  return ({ name }) => wanted.test(name) || wanted.test(name.slice(name.indexOf(":") + 1));
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

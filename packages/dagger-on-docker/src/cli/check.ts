import type { FunctionDef } from "../module/types.ts";
import type { Progress } from "../progress.ts";
import { connect, openModule } from "./call.ts";
import { type Catalog, entry, functionsOf } from "./catalog.ts";
import { parseFlags } from "./flags.ts";
import { renderTable } from "./help.ts";
import { kebab } from "./names.ts";
import { globalFlags, moduleFlags, toggle } from "./options.ts";
import { type Run, streamsOf } from "./print.ts";
import { readyCall, runCalls } from "./run.ts";
import { withSession } from "./session.ts";

/** A check and the functions that lead to it from the main object. */
export interface Check {
  readonly name: string;
  readonly path: readonly FunctionDef[];
}

export const checkFlags = [
  { ...toggle, name: "list", short: "l", usage: "List available checks" },
  ...moduleFlags,
  ...globalFlags,
];

/** `dagger check`: runs the module's checks side by side, or lists them. */
export const check: Run = async (words, options, progress) => {
  const { rest, values } = parseFlags(words, checkFlags, "dagger check", true);
  const { module, catalog } = await openModule([], Object.assign(options, values), progress);
  const checks = selectChecks(checksOf(catalog, module.name), rest);
  if (options.list)
    return {
      out: renderTable(checks.flatMap(({ name, path }) => path.slice(-1).map((fn) => ({ ...entry(fn), name })))),
    };
  return withSession(progress, async (session) => {
    const functions = await connect(module, session);
    const ready = (fn: FunctionDef) => readyCall({ fn, args: {}, path: "dagger check" }, session);
    const main = await functions.construct(catalog.main.constructs, (await ready(catalog.main.constructs)).args);
    const run = async ({ path }: Check) =>
      runCalls(main, await Promise.all(path.map(ready)), { session, module: functions });
    const failures = await Promise.all(checks.map((found) => report(found, run, progress)));
    const messages = new Set(failures.filter((message) => message !== undefined));
    if (messages.size) throw new Error([...messages].join("\n"));
    return {};
  });
};

/** Runs a check, shows how it ends, and gives the message of its failure. */
async function report(found: Check, run: (check: Check) => Promise<unknown>, progress: Progress) {
  const step = { id: `check ${found.name}`, name: found.name };
  progress.step({ ...step, state: "started" });
  try {
    await run(found);
    progress.step({ ...step, state: "done" });
    return undefined;
  } catch (error) {
    const { message } = error as Error;
    progress.step({ ...step, state: "failed", log: `${message}\n${streamsOf(error)}` });
    return message;
  }
}

/** Every check that can be reached without arguments, by its name. */
export function checksOf(catalog: Catalog, module: string): Check[] {
  const below = (object: FunctionDef["returns"], path: readonly FunctionDef[], seen: readonly string[]): Check[] => {
    const { kind, name = "" } = object;
    const def = kind === "OBJECT" && catalog.owns(name) && !seen.includes(name) ? catalog.object(object) : undefined;
    return (def ? functionsOf(def) : []).flatMap((fn) => {
      const here = [...path, fn];
      if (fn.check) return [{ name: [module, ...here.map((step) => step.name)].map(kebab).join(":"), path: here }];
      return fn.args.length ? [] : below(fn.returns, here, [...seen, name]);
    });
  };
  return below(catalog.main.constructs.returns, [], []);
}

/** The checks that words name, with or without the module: `lint`, `shop:lint`; `web` is all below it. */
export function selectChecks(checks: readonly Check[], words: readonly string[]): readonly Check[] {
  const isNamed = ({ name }: Check, word: string) =>
    [name, name.slice(name.indexOf(":") + 1)].some((full) => `${full}:`.startsWith(`${word}:`));
  const unknown = words.find((word) => !checks.some((found) => isNamed(found, word)));
  if (unknown !== undefined) throw new Error(`no check is named "${unknown}": see 'dagger check -l'`);
  return words.length ? checks.filter((found) => words.some((word) => isNamed(found, word))) : checks;
}

import { loadModule } from "../module/load.ts";
import { findModule } from "../module/source.ts";
import type { Progress } from "../progress.ts";
import { Catalog, functionNamed, objectOf, short } from "./catalog.ts";
import { parseFlags } from "./flags.ts";
import { renderTable } from "./help.ts";
import { kebab } from "./names.ts";
import { atPath, callable } from "./plan.ts";
import type { Printed } from "./print.ts";
import { globalFlags, moduleFlags, type Settings } from "./settings.ts";

/** `dagger functions`: lists the functions of the module, or of what a chain of functions gives. */
export async function functions(words: readonly string[], settings: Settings, progress: Progress): Promise<Printed> {
  const { rest } = atPath("dagger functions", () =>
    parseFlags(words, [...moduleFlags(settings), ...globalFlags(settings)]),
  );
  const module = await loadModule(findModule(settings.module, process.cwd()), progress);
  const catalog = new Catalog(module.source.name, module.def);
  let object = catalog.main;
  for (const word of rest) {
    const fn = functionNamed(object, word);
    if (!fn) throw new Error(`no function "${word}" in type "${catalog.publicName(object.name)}"`);
    const next = catalog.object(objectOf(fn.returns) ?? "");
    if (!next)
      throw new Error(`function "${word}" returns type "${fn.returns.kind}_KIND" with no further functions available`);
    object = next;
  }
  const found = callable(object, catalog);
  const table = renderTable(found.map(({ name, description }) => ({ name: kebab(name), short: short(description) })));
  // The engine offers a constructor's arguments as a function `with`, which its CLI cannot call.
  const skipped = object === catalog.main && object.constructs?.args.length;
  return { out: skipped ? `${table}\nSkipped 1 function(s) with unsupported types: with\n` : table };
}

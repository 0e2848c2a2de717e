import type { FunctionDef } from "../module/types.ts";
import { type Catalog, functionsOf } from "./catalog.ts";
import { kebab } from "./names.ts";

/** A check and the functions that lead to it from the main object. */
export interface Check {
  readonly name: string;
  readonly path: readonly FunctionDef[];
}

/** Every check that can be reached without arguments, by its name. */
export function checksOf(catalog: Catalog, module: string): Check[] {
  const below = (object: string, path: readonly FunctionDef[], seen: readonly string[]): Check[] => {
    const def = catalog.owns(object) && !seen.includes(object) ? catalog.object(object) : undefined;
    return (def ? functionsOf(def) : []).flatMap((fn) => {
      const here = [...path, fn];
      if (fn.check) return [{ name: [module, ...here.map(({ name }) => name)].map(kebab).join(":"), path: here }];
      const leads = fn.returns.kind === "OBJECT" && fn.args.length === 0;
      return leads ? below(fn.returns.name ?? "", here, [...seen, object]) : [];
    });
  };
  return below(catalog.main.name, [], []);
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
  const words = pattern.split(/[:/]/).map((word) => (word.includes("*") ? word : kebab(word)));
  const text = words.map((word) => word.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", "[^:]*")).join(":");
  const wanted = new RegExp(`^${text}(:|$)`);
  return ({ name }) => wanted.test(name) || wanted.test(name.slice(name.indexOf(":") + 1));
}

import { AsyncLocalStorage } from "node:async_hooks";
import { pascal } from "../cli/names.ts";
import type { Bundle, LoadedModule } from "./load.ts";

/** The functions at work: the main object's, and the last one of another object that it has called. */
export type Work = { readonly main?: string; readonly other?: string };

/** The work that is being done. */
export const atWork = new AsyncLocalStorage<Work>();

/** What a function of an object is, which `before` has made or called. */
export const workOf = (module: string, object: string, name: string, before: Work = {}): Work =>
  pascal(object) === pascal(module) ? { main: name } : { ...before, other: name };

/** Has each command that a module asks for carry, as its field's alias, which functions ask for it: `web__deps`. */
export function nameCommands({ Context, exports }: Bundle, { name: module, def }: LoadedModule): void {
  for (const { name: object, functions } of def.objects) {
    const methods = exports[object]?.prototype;
    for (const { name, member } of functions) {
      const method = methods?.[member];
      if (typeof method !== "function") continue;
      methods[member] = function (...args: unknown[]) {
        return atWork.run(workOf(module, object, name, atWork.getStore()), () => method.apply(this, args));
      };
    }
  }
  const { select } = Context.prototype;
  Context.prototype.select = function (operation: string, args: unknown) {
    const names = Object.values(atWork.getStore() ?? {}).join("__");
    return select.call(this, operation === "withExec" && names ? `${names}: ${operation}` : operation, args);
  };
}

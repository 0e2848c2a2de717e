import { Problem } from "../problems/problem.ts";

type Route = { method: string; path: string };

/**
 * What is wrong with a request that no route took: the method, where another one would do, or the address.
 *
 * @param routes all that there are, with `:name` for what varies
 * @param path that was asked for
 * @returns problem `wrong-method`, which says the right ones, or `not-found`
 */
export function noRoute(routes: readonly Route[], path: string): Problem {
  const methods = routes.filter((route) => pattern(route.path).test(path)).map(({ method }) => method);
  if (methods.length === 0) return new Problem("not-found");
  // Whatever can be got can be asked for its head.
  const allow = [...new Set(methods.flatMap((method) => (method === "GET" ? [method, "HEAD"] : [method])))].sort();
  return new Problem("wrong-method", undefined, { headers: { allow: allow.join(", ") } });
}

// A last slash makes no difference, as in Elysia's own look.
const pattern = (path: string): RegExp => new RegExp(`^${path.replace(/\/$/, "").replace(/:[^/]+/g, "[^/]+")}/?$`);

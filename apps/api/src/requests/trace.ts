const GIVEN = /^[\w-]{8,64}$/;

type Trace = { id: string; started: number };

const traces = new WeakMap<Request, Trace>();

/**
 * Gives a request its id: the proxy's, so that both logs tell one story, or a new one.
 *
 * @param request the request
 * @returns the id and when the request came
 */
export function traceOf(request: Request): Trace {
  const known = traces.get(request);
  if (known) return known;
  const given = request.headers.get("x-request-id");
  const trace = { id: given && GIVEN.test(given) ? given : crypto.randomUUID(), started: performance.now() };
  traces.set(request, trace);
  return trace;
}

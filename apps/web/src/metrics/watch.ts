import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Answered } from "./metrics.ts";
import { routeOf } from "./routes.ts";

/** A request that has come, and what Node says with it. */
export interface Came {
  request: IncomingMessage;
  response: ServerResponse;
  server: Server;
}

/** Is called when a request comes; what it returns, when it is over. */
export type Watcher = (came: Came & { route: string }) => (answered: Answered) => void;

/** Where Node tells of each request that any server of this process takes: nothing of Next's is changed for it. */
const CHANNEL = "http.server.request.start";

/**
 * Watches all that the servers of this process are asked.
 *
 * @param watcher - is told of each request once, and of its end once, however it ends
 * @returns how to stop
 */
export function watchRequests(watcher: Watcher): () => void {
  const told = (message: unknown) => {
    const came = message as Came;
    const { request, response } = came;
    const began = performance.now();
    const route = routeOf(request.url ?? "");
    const over = watcher({ ...came, route });
    response.once("close", () => {
      const status = response.writableFinished ? response.statusCode : 499;
      over({ method: request.method ?? "", route, status, seconds: (performance.now() - began) / 1000 });
    });
  };
  subscribe(CHANNEL, told);
  return () => void unsubscribe(CHANNEL, told);
}

import type { IncomingHttpHeaders } from "node:http";
import { request as httpsRequest, type RequestOptions } from "node:https";

/** One answer, read to its end. */
export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

/** Any address in the network that is nobody's: limits are for each. */
export const anybody = (): string =>
  [10, ...Array.from({ length: 3 }, () => Math.floor(Math.random() * 254) + 1)].join(".");

/** How a proxy is asked over TLS, as a visitor from `from`. */
export type Asking = (path: string, options?: Asked) => Promise<Answer>;

/** Asks the proxy that is there; this machine's if nothing else is said. */
export const asks =
  (there: { host?: string; port: number }): Asking =>
  (path, { from = anybody(), body = "", ...options } = {}) =>
    send(httpsRequest, { rejectUnauthorized: false, path, ...named({ ...there, ...options }, from) }, body);

type Asked = RequestOptions & { from?: string; body?: string | Buffer };

/** Options of a request of a visitor's, who is told by his address. */
export const named = (options: RequestOptions, from: string): RequestOptions => ({
  host: "127.0.0.1",
  servername: "flipdocs.test",
  ...options,
  headers: { host: "flipdocs.test", "x-forwarded-for": from, ...options.headers },
});

/** Sends a request, and reads its answer. */
export function send(request: typeof httpsRequest, options: RequestOptions, sent: string | Buffer): Promise<Answer> {
  return new Promise((done, failed) => {
    const outgoing = request(options, (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (text: string) => {
        body += text;
      });
      response.on("error", failed);
      response.on("end", () => done({ status: response.statusCode ?? 0, headers: response.headers, body }));
    });
    outgoing.on("error", failed).end(sent);
  });
}

import { type NewShare, Share, type ShareChange, SharedBook } from "@flipdocs/contract";
import { z } from "zod";
import { deliver, post, type Transport } from "./client.ts";
import { answerIn, noAnswer } from "./problem.ts";

const Shares = z.object({ shares: z.array(Share) });

/**
 * What the API does with links to books, as functions; every answer is checked against the contract.
 *
 * @param send - same-origin in the browser, the API's own address on the server
 * @throws ApiError from every function when the API refuses or does not answer
 */
export function sharingApi(send: Transport) {
  const ask = async <T>(shape: z.ZodType<T>, path: string, init?: RequestInit): Promise<T> =>
    answerIn(shape, (await deliver(send, path, init)).body);
  // An answer of another kind says nothing about what was to be done.
  const done = async (path: string, init: RequestInit): Promise<Headers> => {
    const { status, headers } = await deliver(send, path, init);
    if (status !== 204) throw noAnswer(`${status} instead of nothing`);
    return headers;
  };
  const links = (book: string) => `/v1/books/${encodeURIComponent(book)}/shares`;
  const link = (book: string, share: string) => `${links(book)}/${encodeURIComponent(share)}`;
  const visit = (token: string) => `/v1/shares/${encodeURIComponent(token)}`;
  return {
    shares: (book: string) => ask(Shares, links(book)).then((answer) => answer.shares),
    makeShare: (book: string, wanted: NewShare) => ask(Share, links(book), post(wanted)),
    changeShare: (book: string, share: string, change: ShareChange) =>
      ask(Share, link(book, share), post(change, "PATCH")),
    revokeShare: (book: string, share: string) => done(link(book, share), { method: "DELETE" }),
    sharedBook: (token: string) => ask(SharedBook, visit(token)),
    /** Gives the cookies that open the link. */
    openShare: (token: string, password: string) =>
      done(`${visit(token)}/open`, post({ password })).then((headers) => headers.getSetCookie()),
    countView: (token: string) => done(`${visit(token)}/views`, { method: "POST", keepalive: true }),
  };
}

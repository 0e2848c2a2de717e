import { type NewShare, Share, type ShareChange, SharedBook, Shares } from "@flipdocs/contract";
import { asking, post, type Transport } from "./client.ts";

/**
 * What the API does with links to books, as functions; every answer is checked against the contract.
 *
 * @param send - same-origin in the browser, the API's own address on the server
 * @throws ApiError from every function when the API refuses or does not answer
 */
export function sharingApi(send: Transport) {
  const { ask, done } = asking(send);
  const links = (book: string) => `/v1/books/${encodeURIComponent(book)}/shares`;
  const link = (book: string, share: string) => `${links(book)}/${encodeURIComponent(share)}`;
  const visit = (token: string) => `/v1/shares/${encodeURIComponent(token)}`;
  return {
    shares: (book: string) => ask(Shares, links(book)).then((answer) => answer.shares),
    /** Under the same key it is made once. */
    makeShare: (book: string, wanted: NewShare, key?: string) => ask(Share, links(book), keyed(post(wanted), key)),
    changeShare: (book: string, share: string, change: ShareChange) =>
      ask(Share, link(book, share), post(change, "PATCH")),
    revokeShare: (book: string, share: string) => done(link(book, share), { method: "DELETE" }),
    sharedBook: (token: string) => ask(SharedBook, visit(token)),
    /** The answer has the cookies that open the link. */
    openShare: (token: string, password: string) => done(`${visit(token)}/open`, post({ password })),
    countView: (token: string) => done(`${visit(token)}/views`, { method: "POST", keepalive: true }),
  };
}

const keyed = (init: RequestInit, key: string | undefined): RequestInit =>
  key === undefined ? init : { ...init, headers: { ...init.headers, "idempotency-key": key } };

import {
  ApiDocument,
  Book,
  Books,
  Contents,
  type Credentials,
  Hits,
  Pages,
  PageText,
  SignedIn,
} from "@flipdocs/contract";
import type { z } from "zod";
import { reading } from "./addresses.ts";
import { answerIn, apiError, noAnswer } from "./problem.ts";

/** Sends a request for a path such as `/v1/books` to wherever the API is. */
export type Transport = (path: string, init?: RequestInit) => Promise<Response>;

/** Which of the pages that hold something are asked for: the first `most` after the page `after`; 20 from the start. */
export interface Portion {
  after?: number;
  most?: number;
  signal?: AbortSignal;
}

/** What an owner and whoever has a link both learn of a book. */
const Standing = Book.pick({ title: true, status: true, pageCount: true });

/**
 * The API as functions; every answer is checked against the contract.
 *
 * @param send - same-origin in the browser, the API's own address on the server
 * @throws ApiError from every function when the API refuses, does not answer, or somebody else does in its place
 */
export function flipdocsApi(send: Transport) {
  const { ask, done } = asking(send);
  const book = (id: string) => `/v1/books/${encodeURIComponent(id)}`;
  return {
    signUp: (credentials: Credentials) => ask(SignedIn, "/v1/auth/sign-up", post(credentials)),
    signIn: (credentials: Credentials) => ask(SignedIn, "/v1/auth/sign-in", post(credentials)),
    session: () => ask(SignedIn, "/v1/auth/session"),
    description: () => ask(ApiDocument, "/v1/openapi.json"),
    publicBooks: () => ask(Books, "/v1/books/public").then((answer) => answer.books),
    book: (id: string) => ask(Book, book(id)),
    deleteBook: (id: string) => done(book(id), { method: "DELETE" }),
    /** Where one's own book or one behind a link stands. */
    standing: (id: string) => ask(Standing, reading(id)),
    /** Those that are made; where it is said after how many, of a book that is being made, once there are some. */
    pages: (id: string, after?: number) =>
      ask(Pages, `${reading(id)}/pages${after === undefined ? "" : `?after=${after}`}`).then((answer) => answer.pages),
    text: (id: string, page: number) => ask(PageText, `${reading(id)}/pages/${page}/words`),
    contents: (id: string) => ask(Contents, `${reading(id)}/contents`),
    search: (id: string, query: string, { signal, ...portion }: Portion = {}) => {
      const numbers = Object.entries(portion).map(([name, number]) => `&${name}=${number}`);
      const path = `${reading(id)}/search?q=${encodeURIComponent(query)}${numbers.join("")}`;
      return ask(Hits, path, signal ? { signal } : {});
    },
  };
}

/** What came, to its end. */
export interface Delivered {
  status: number;
  headers: Headers;
  body: string;
}

/**
 * What is asked of the API: `ask` for an answer of a shape, `done` for none.
 *
 * @throws ApiError from each when the API refuses, does not answer, or somebody else does in its place
 */
export function asking(send: Transport) {
  const deliver = async (path: string, init?: RequestInit): Promise<Delivered> => {
    const { ok, ...answer } = await send(path, init)
      .then(whole)
      .catch((cause: unknown) => {
        if (init?.signal?.aborted) throw cause;
        throw noAnswer(cause);
      });
    if (!ok) throw apiError(answer.status, answer.body);
    return answer;
  };
  const ask = async <T>(shape: z.ZodType<T>, path: string, init?: RequestInit): Promise<T> =>
    answerIn(shape, (await deliver(path, init)).body);
  // An answer of another kind says nothing about what was to be done.
  const done = async (path: string, init: RequestInit): Promise<Delivered> => {
    const answer = await deliver(path, init);
    if (answer.status !== 204) throw noAnswer(`${answer.status} instead of nothing: ${answer.body.slice(0, 100)}`);
    return answer;
  };
  return { ask, done };
}

/** An answer whose end does not come is none. */
const whole = async (answer: Response) => {
  const { ok, status, headers } = answer;
  return { ok, status, headers, body: await answer.text() };
};

/** A request that changes something, with a JSON body. */
export function post(body: unknown, method: "POST" | "PATCH" = "POST"): RequestInit {
  return { method, headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
}

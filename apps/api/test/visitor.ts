import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { Book, Page, User } from "@flipdocs/contract";
import { z } from "zod";
import { ONE_PAGE } from "./pdf.ts";

export const PASSWORD = "correct horse battery staple";

/** The book about FlipDocs itself: ten pages. */
export const SAMPLE = await readFile(new URL("../../../packages/book/fixtures/sample.pdf", import.meta.url));

const Cookie = /^__Host-session=([^;]*)/;
/** An end for a book that is never made, not a measure: on a busy machine each page takes many times as long. */
export const MAKING_MS = 180_000;

/** An upload under way: its file is what is sent, and all of it when it is ended. */
export type Upload = {
  answer: Promise<Response>;
  send: (bytes: string | Uint8Array) => Promise<void>;
  end: () => Promise<Response>;
  cut: () => void;
};

/** Somebody at a browser: one cookie jar, any replica. */
export class Visitor {
  cookie: string | undefined;
  /** The attributes with which the cookie came. */
  setCookie = "";
  #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  /** Goes to another replica, with the same cookie. */
  at(url: string): Visitor {
    const visitor = new Visitor(url);
    visitor.cookie = this.cookie;
    return visitor;
  }

  async fetch(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    if (this.cookie) headers.set("cookie", `__Host-session=${this.cookie}`);
    const response = await fetch(`${this.#url}${path}`, { ...init, headers });
    this.setCookie = response.headers.get("set-cookie") ?? "";
    const set = Cookie.exec(this.setCookie);
    if (set) this.cookie = set[1] || undefined;
    return response;
  }

  post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
    const json = { "content-type": "application/json", ...headers };
    return this.fetch(path, { method: "POST", headers: json, body: JSON.stringify(body) });
  }

  upload(pdf: Uint8Array<ArrayBuffer>, title?: string, fileName = "file.pdf", headers = {}): Promise<Response> {
    const form = new FormData();
    form.set("file", new File([pdf], fileName, { type: "application/pdf" }));
    if (title) form.set("title", title);
    return this.fetch("/v1/books", { method: "POST", headers, body: form });
  }

  /** Begins an upload, whose bytes come when the caller says. */
  begin(): Upload {
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
    const [writer, leaving] = [writable.getWriter(), new AbortController()];
    const headers = { "content-type": "multipart/form-data; boundary=b" };
    const asked = { method: "POST", headers, body: readable, duplex: "half", signal: leaving.signal } as RequestInit;
    const answer = this.fetch("/v1/books", asked);
    answer.catch(() => undefined);
    writer.closed.catch(() => undefined);
    const send = async (bytes: string | Uint8Array) => writer.write(Buffer.from(bytes));
    const end = async () => {
      await send("\r\n--b--\r\n");
      await writer.close();
      return answer;
    };
    const head = '--b\r\nContent-Disposition: form-data; name="file"; filename="file.pdf"\r\n\r\n';
    void send(head).catch(() => undefined);
    return { answer, send, end, cut: () => leaving.abort() };
  }

  async book(id: string): Promise<Book> {
    return Book.parse(await (await this.fetch(`/v1/books/${id}`)).json());
  }

  async books(path: "/v1/books" | "/v1/books/public"): Promise<Book[]> {
    return z.object({ books: z.array(Book) }).parse(await (await this.fetch(path)).json()).books;
  }

  async pages(id: string): Promise<Page[]> {
    return z.object({ pages: z.array(Page) }).parse(await (await this.fetch(`/v1/books/${id}/pages`)).json()).pages;
  }

  /** Looks at a book until it is no longer being made; where there is no answer at the moment, it looks again. */
  async made(id: string): Promise<Book> {
    const deadline = Date.now() + MAKING_MS;
    for (;;) {
      const response = await this.fetch(`/v1/books/${id}`);
      const book = response.status === 503 ? null : Book.parse(await response.json());
      if (book && (book.status !== "making" || Date.now() > deadline)) return book;
      if (Date.now() > deadline) throw new Error(`What became of the book ${id} was not told in ${MAKING_MS} ms`);
      await sleep(100);
    }
  }

  /** Uploads and waits for the book. */
  async makeBook(pdf: Uint8Array<ArrayBuffer> = ONE_PAGE, title?: string): Promise<Book> {
    const response = await this.upload(pdf, title);
    return this.made(Book.parse(await response.json()).id);
  }
}

/** Signs somebody new up at a replica. */
export async function signUp(url: string): Promise<Visitor & { user: User }> {
  const visitor = new Visitor(url);
  const email = newEmail();
  const response = await visitor.post("/v1/auth/sign-up", { email, password: PASSWORD });
  if (!response.ok) throw new Error(`Signing up at ${url}: ${response.status} ${await response.text()}`);
  const { user } = z.object({ user: User }).parse(await response.json());
  return Object.assign(visitor, { user });
}

export const newEmail = (): string => `${crypto.randomUUID()}@flipdocs.test`;

import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { SharedRow } from "@flipdocs/supabase";
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { signIn, signUp } from "../auth/account.ts";
import { rememberSessions } from "../auth/remembered.ts";
import { freshSession } from "../auth/renewal.ts";
import type { Session, Sessions } from "../auth/sessions.ts";
import { deleteBook, deletedBooks, restoreBook } from "../books/deleting.ts";
import { changeBook, ownBooks, publicBooks, readableBook } from "../books/library.ts";
import type { Env } from "../env.ts";
import type { BookQueue } from "../making/queue.ts";
import { coverImage, imageOf } from "../pages/images.ts";
import { contentsOf, pagesOf, textOf } from "../pages/pages.ts";
import { problemFromError } from "../problems/from-error.ts";
import { fileOf } from "../sharing/file.ts";
import { linksTo, makeLink } from "../sharing/links.ts";
import { leadsTo } from "../sharing/shared.ts";
import { dataOf } from "./answer.ts";
import { type Clients, createClients } from "./clients.ts";
import { genuine } from "./genuine.ts";

type Answer = { status: number; kind?: string; body?: string; headers?: Record<string, string> };

let server: Server;
/** What is answered to whom: each client asks below an address of its own. */
const answers: Answer[] = [];

beforeAll(async () => {
  server = createServer(({ url }, response) => {
    const { status, kind, body = "", headers } = answers[Number(url?.split("/")[1])] ?? { status: 500 };
    response.writeHead(status, { ...(kind ? { "content-type": kind } : {}), ...headers }).write(body);
    if (!isEndless(headers)) response.end();
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const isEndless = (headers?: Record<string, string>) => headers?.["content-length"] !== undefined;

function connect(answer: Answer, away = vi.fn()): Clients {
  const { port } = server.address() as AddressInfo;
  const env = {
    SUPABASE_URL: `http://127.0.0.1:${port}/${answers.push(answer) - 1}`,
    SUPABASE_PUBLISHABLE_KEY: "sb_publishable_key",
    SUPABASE_SECRET_KEY: "sb_secret_key",
    SUPABASE_SECONDS: 10,
  };
  // Only what is asked is there.
  return createClients(env as Env, { away, here: () => undefined });
}

const ID = "5a3b1e00-f11b-4d0c-8000-000000000001";
const USER = { id: ID, email: "ada@flipdocs.test" };
const CREDENTIALS = { email: USER.email, password: "correct horse battery staple" };

const SESSION: Session = { user: USER, accessToken: "a", refreshToken: "r", expiresAt: 0 };
const SESSIONS: Sessions = {
  open: async () => "id",
  read: async () => SESSION,
  renew: async () => undefined,
  close: async () => Promise.reject(new Error("signed out")),
  closeAll: async () => Promise.reject(new Error("signed out")),
  alone: async (_, work) => work().then(() => true),
};

/** Asks, while Redis is away, whether a session that is remembered still lives. */
async function remembered(clients: Clients): Promise<unknown> {
  const away = async () => Promise.reject(new Error("Connection is closed"));
  const sessions = rememberSessions({ ...SESSIONS, read: away }, clients);
  return sessions.read(await sessions.open(SESSION));
}

const JSON_KIND = "application/json";
const HTML = "<!doctype html><title>Sign in to the hotel's network</title>";

// Whatever somebody in Supabase's place may answer: a captive portal, a gateway, a parked domain, a proxy that is cut off.
const IMPOSTORS: [what: string, answer: Answer][] = [
  ["200 with nothing in it", { status: 200 }],
  ["200 with nothing in it that is called JSON", { status: 200, kind: JSON_KIND }],
  ["200 with a page", { status: 200, kind: "text/html", body: HTML }],
  ["200 with a page that is called JSON", { status: 200, kind: JSON_KIND, body: HTML }],
  ["200 with {}", { status: 200, kind: JSON_KIND, body: "{}" }],
  ["200 with null", { status: 200, kind: JSON_KIND, body: "null" }],
  ["200 with a text", { status: 200, kind: JSON_KIND, body: '"ok"' }],
  ["200 with [{}]", { status: 200, kind: JSON_KIND, body: "[{}]" }],
  ["200 with rows of something else", { status: 200, kind: JSON_KIND, body: '[{"id":1,"digest":2,"number":"x"}]' }],
  ["200 with [] that is called a page", { status: 200, kind: "text/html", body: "[]" }],
  ["200 with half of its JSON", { status: 200, kind: JSON_KIND, body: '[{"id":"5a3b1e00-f11b-4d0c-80' }],
  ["200 with bytes that are no text", { status: 200, kind: JSON_KIND, body: "\u0000\u0001" }],
  ["200 with a gigabyte", { status: 200, kind: JSON_KIND, body: "[", headers: { "content-length": "1000000000" } }],
  ["204", { status: 204 }],
  ["301 to elsewhere", { status: 301, headers: { location: "/elsewhere" } }],
  ["302 to a page", { status: 302, headers: { location: "http://127.0.0.1:1/" } }],
  ["307 to itself", { status: 307, headers: { location: "/rest/v1/books" } }],
  ["304", { status: 304 }],
  ["401 with a page", { status: 401, kind: "text/html", body: HTML }],
  ["401 with nothing in it", { status: 401 }],
  ["401 that says nothing of a token", { status: 401, kind: JSON_KIND, body: '{"message":"Invalid API key"}' }],
  ["403 with a page", { status: 403, kind: "text/html", body: HTML }],
  ["404 with nothing in it", { status: 404 }],
  ["404 with a page", { status: 404, kind: "text/html", body: HTML }],
  ["404 with []", { status: 404, kind: JSON_KIND, body: "[]" }],
  ["404 with {}", { status: 404, kind: JSON_KIND, body: "{}" }],
  ["404 of a gateway", { status: 404, kind: JSON_KIND, body: '{"message":"no Route matched"}' }],
  ["400 with a page", { status: 400, kind: "text/html", body: HTML }],
  ["429 with a page", { status: 429, kind: "text/html", body: HTML }],
  ["500 with nothing in it", { status: 500 }],
  ["502 with a page", { status: 502, kind: "text/html", body: HTML }],
  ["511 with a page", { status: 511, kind: "text/html", body: HTML }],
  ["530 with a page", { status: 530, kind: "text/html", body: HTML }],
];

const TOKEN = "abcdefghijklmnopqrstu-_1";
const SHARED: SharedRow = {
  id: ID,
  access: "unlisted",
  password_hash: null,
  embeddable: false,
  downloadable: true,
  book: { id: ID, owner: ID, title: "Tides", page_count: 1, status: "ready" },
};
const QUEUE = { add: async () => undefined } as unknown as BookQueue;

const PICTURE = { book: ID, number: 1, known: null };
const FILE = { contentType: "application/pdf" };
const CALLS: [what: string, call: (clients: Clients) => Promise<unknown>][] = [
  ["signing in", (clients) => signIn(clients, CREDENTIALS)],
  ["signing up", (clients) => signUp(clients, CREDENTIALS)],
  ["renewing a session", (clients) => freshSession("id", SESSIONS, clients)],
  ["remembering a session", remembered],
  ["the public shelf", ({ anybody }) => publicBooks(anybody)],
  ["a library", ({ as }) => ownBooks(as("token"), USER, "newest")],
  ["a book", ({ anybody }) => readableBook(anybody, ID)],
  ["pages", ({ anybody }) => pagesOf(anybody, ID)],
  ["words", ({ anybody }) => textOf(anybody, ID, 1)],
  ["contents", ({ anybody }) => contentsOf(anybody, ID)],
  ["a cover", (clients) => coverImage(clients.anybody, PICTURE, { clients, queue: QUEUE })],
  ["an image", (clients) => imageOf(clients.anybody, PICTURE, { clients, queue: QUEUE })],
  ["a small image", (clients) => imageOf(clients.anybody, { ...PICTURE, width: 240 }, { clients, queue: QUEUE })],
  ["a search", async ({ anybody }) => dataOf(await anybody.rpc("find_in_book", { book: ID, typed: "a" }))],
  ["deleting a book", ({ as }) => deleteBook(as("token"), ID)],
  ["having it back", ({ as }) => restoreBook(as("token"), ID, QUEUE)],
  ["what is deleted", ({ as }) => deletedBooks(as("token"))],
  ["a new title", ({ as }) => changeBook(as("token"), USER, ID, { title: "New" })],
  [
    "a search in all books",
    async ({ as }) => dataOf(await as("token").rpc("find_in_library", { member: ID, typed: "a" })),
  ],
  ["a link that is made once", ({ as }) => makeLink(as("token"), USER, ID, { access: "unlisted" }, "key")],
  ["links", ({ as }) => linksTo(as("token"), USER, ID)],
  ["a link's book", ({ shared }) => leadsTo(shared, TOKEN)],
  ["a link's file", (clients) => fileOf(clients, SHARED, new Request("http://api/"))],
  ["a file", async ({ anybody }) => dataOf(await anybody.storage.from("pages").download("a/1.jpg"))],
  ["an original", async ({ service }) => dataOf(await service.storage.from("originals").download("a/original.pdf"))],
  [
    "storing a file",
    async ({ as }) => dataOf(await as("token").storage.from("originals").upload("a/b.pdf", new Uint8Array(9), FILE)),
  ],
  ["removing files", async ({ as }) => dataOf(await as("token").storage.from("originals").remove(["a/b.pdf"]))],
  ["the readiness check", ({ ask }) => ask()],
];

test.concurrent.each(IMPOSTORS)(
  "%s is no answer, whatever was asked: 503, and when to come again",
  async (_, given) => {
    const found = CALLS.map(async ([what, call]) => {
      const problem = await call(connect(given)).then(
        () => undefined,
        (error: unknown) => problemFromError("UNKNOWN", error),
      );
      return [what, problem?.kind, problem?.headers];
    });
    expect(await Promise.all(found)).toEqual(CALLS.map(([what]) => [what, "unavailable", { "retry-after": "5" }]));
  },
);

// These two a Supabase may say that is there, and has a mistake of ours in front of it.
test.concurrent.each(IMPOSTORS.filter(([what]) => !/^401 that says|of a gateway/.test(what)))(
  "%s is a Supabase that is away, once the probe has seen it as well",
  async (_, given) => {
    const away = vi.fn();
    const { anybody } = connect(given, away);
    await publicBooks(anybody).catch(() => undefined);
    await vi.waitFor(() => expect(away).toHaveBeenCalled(), { timeout: 60_000 });
  },
);

test("an answer without end, that does not say its length, is left", async () => {
  const body = new ReadableStream({ pull: (out) => out.enqueue(new Uint8Array(1024 * 1024)) });
  const answer = new Response(body, { headers: { "content-type": JSON_KIND } });
  const asked = { method: "GET", url: "https://supabase.test/rest/v1/books", accept: null, prefer: null };
  await expect(genuine(asked, answer)).rejects.toThrow("more than there can be");
});

test("storage that has no such file, and a list without rows, are answers", async () => {
  // Whoever answers late is away, too: here no deadline may pass, however busy the machine is.
  const deadlines = vi.spyOn(AbortSignal, "timeout").mockImplementation(() => new AbortController().signal);
  onTestFinished(() => deadlines.mockRestore());
  const away = vi.fn();
  const empty = connect({ status: 200, kind: "application/json; charset=utf-8", body: "[]" }, away).anybody;
  expect(await publicBooks(empty)).toEqual([]);
  await expect(readableBook(empty, ID)).rejects.toMatchObject({ kind: "not-found" });
  const missing = '{"statusCode":"404","error":"not_found","message":"Object not found"}';
  const { storage } = connect({ status: 400, kind: JSON_KIND, body: missing }, away).anybody;
  for (let turn = 0; turn < 3; turn++) await storage.from("pages").download("a/1.jpg");
  expect(away).not.toHaveBeenCalled();
});

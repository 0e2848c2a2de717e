import { Problem } from "@flipdocs/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ONE_PAGE } from "../../test/pdf.ts";
import { type Replica, startReplica } from "../../test/replica.ts";
import { signUp, type Visitor } from "../../test/visitor.ts";

let replica: Replica;
let visitor: Visitor;
let book: string;

beforeAll(async () => {
  replica = await startReplica();
  visitor = await signUp(replica.url);
  book = (await visitor.makeBook()).id;
});
afterAll(() => replica.stop("SIGKILL"));

const json = (body: string): RequestInit => ({
  method: "POST",
  body,
  headers: { "content-type": "application/json" },
});

const upload = (head: string, boundary = "x"): RequestInit => {
  const file = `--x\r\nContent-Disposition: form-data; name="file"; ${head}\r\nContent-Type: application/pdf\r\n\r\n`;
  const body = Buffer.concat([Buffer.from(file), ONE_PAGE, Buffer.from("\r\n--x--\r\n")]);
  return { method: "POST", body, headers: { "content-type": `multipart/form-data; boundary=${boundary}` } };
};

const form = (...fields: [name: string, value: string][]): RequestInit => {
  const body = new FormData();
  for (const [name, value] of fields) body.append(name, value);
  return { method: "POST", body };
};

const nested = (levels: number): string => "[".repeat(levels) + "]".repeat(levels);

const titled = (title: string): RequestInit => {
  const body = new FormData();
  body.set("file", new File([ONE_PAGE], "file.pdf", { type: "application/pdf" }));
  body.set("title", title);
  return { method: "POST", body };
};

const CREDENTIALS = '{"email":"a@flipdocs.test","password":';
const known = () => `/v1/books/${book}`;

// One line a request: what is sent, and the status that it has to get. Each answer must be a problem.
const HOSTILE: [what: string, status: number, path: () => string, init?: RequestInit][] = [
  ["a NUL in a title", 422, () => "/v1/books", titled("a\0b")],
  ["a NUL in a search", 422, () => `${known()}/search?q=a%00b`],
  ["a NUL in a parameter that nobody asked for", 422, () => `${known()}/search?q=a&%00=b`],
  ["half of a surrogate pair in a password", 422, () => "/v1/auth/sign-up", json(`${CREDENTIALS}"\\ud800aaaaaaaa"}`)],
  ["a NUL in a password", 422, () => "/v1/auth/sign-in", json(`${CREDENTIALS}"aaaaaaaa\\u0000"}`)],
  ["a NUL in a field that nobody asked for", 422, () => "/v1/auth/sign-in", json(`{"a":{"b":["\\u0000"]}}`)],
  ["a NUL for a book", 422, () => "/v1/books/%00"],
  ["bytes that are no text for a book", 404, () => "/v1/books/%ff%fe"],
  ["a page that is no number", 404, () => `${known()}/pages/1e400/image`],
  ["a page in another notation", 404, () => `${known()}/pages/0x1/image`],
  ["a page beyond the database's numbers", 404, () => `${known()}/pages/2147483648/words`],
  ["a search without a word", 422, () => `${known()}/search?q=%20`],
  ["a search for two words at once", 422, () => `${known()}/search?q=a&q=b`],
  ["a search of 10,000 letters", 422, () => `${known()}/search?q=${"a".repeat(10_000)}`],
  ["a search from a page that is none", 422, () => `${known()}/search?q=a&after=-1`],
  ["a library from a place that is none", 422, () => "/v1/books?after=x"],
  ["an unknown route", 404, () => "/v1/nothing"],
  ["an unknown route with bytes that are no text", 404, () => "/v1/%ff"],
  ["a method that the route has not", 405, () => "/v1/auth/session", { method: "DELETE" }],
  ["another, where there is an id", 405, known, { method: "PUT", body: "{}" }],
  ["a broken body", 400, () => "/v1/auth/sign-in", json("{")],
  ["a body that is a number", 422, () => "/v1/auth/sign-in", json("1")],
  ["a body that is nothing", 422, () => "/v1/auth/sign-in", { method: "POST" }],
  ["a body of another kind", 422, () => "/v1/auth/sign-in", { method: "POST", body: "a=b" }],
  ["a prototype for a body", 422, () => "/v1/auth/sign-in", json('{"__proto__":{"email":"a@b.test"}}')],
  ["a form without its boundary", 400, () => "/v1/books", upload('filename="a.pdf"', "y")],
  ["a form that is cut short", 400, () => "/v1/books", { ...upload(""), body: "--x\r\nContent-Dispo" }],
  ["a form with a text for a file", 422, () => "/v1/books", upload("")],
  ["a form with two files", 422, () => "/v1/books", form(["file", "a"], ["file", "b"])],
  ["a form with a list of four billion", 422, () => "/v1/auth/sign-in", form(["a[4294967294]", "x"])],
  [
    "a form with a list that is made longer",
    422,
    () => "/v1/auth/sign-up",
    form(["a[0]", "x"], ["a.length", "4294967295"]),
  ],
  ["a form of 30,000 levels", 422, () => "/v1/auth/sign-in", form([`${"a.".repeat(30_000)}a`, "x"])],
  ["a form with JSON of 30,000 levels", 422, () => "/v1/auth/sign-in", form(["a", nested(30_000)])],
  [
    "a form with a prototype, and a NUL in it",
    422,
    () => "/v1/auth/sign-in",
    form(["__proto__", `${CREDENTIALS}"a\\u0000"}`]),
  ],
  ["JSON of 30,000 levels", 422, () => "/v1/auth/sign-up", json(nested(30_000))],
];

test.each(HOSTILE)("%s is answered with %i, as a problem", async (_, status, path, init) => {
  const answer = await visitor.fetch(path(), init);
  expect([answer.status, answer.headers.get("content-type")]).toEqual([status, "application/problem+json"]);
  expect(Problem.parse(await answer.json()).status).toBe(status);
});

test("a route that has not the method says which it has", async () => {
  const answer = await visitor.fetch(known(), { method: "PUT" });
  expect(answer.headers.get("allow")).toBe("DELETE, GET, HEAD, PATCH");
});

test.each([["__Host-session=\ud800"], ["__Host-session=%00"], [`__Host-session=${"a".repeat(43)};\x01`]])(
  "the cookie %j is nobody's",
  async (cookie) => {
    const answer = await fetch(`${replica.url}/v1/auth/session`, {
      headers: { cookie: Buffer.from(cookie).toString("latin1") },
    }).catch(() => null);
    // A client may refuse to send it.
    expect(answer?.status ?? 401).toBe(401);
  },
);

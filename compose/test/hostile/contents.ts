import {
  a,
  api,
  ask,
  CHUNKED,
  fields,
  form,
  get,
  type Hostile,
  length,
  letters,
  many,
  open,
  page,
  post,
  upload,
} from "./words.ts";

const SESSION = `Cookie: __Host-session=${a(43)}`;
const PREFETCH = ["Next-Router-Prefetch: 1", "Next-Router-Segment-Prefetch: /%00"];
const nested = (levels: number): string => "[".repeat(levels) + "]".repeat(levels);

/** So many, in headers of 7 KB. */
const cookies = (count: number): string[] =>
  many(Math.ceil(count / 900), (i) => `Cookie: ${many(Math.min(count, 900), (j) => `${900 * i + j}=b`).join("; ")}`);

export const HEADERS: readonly Hostile[] = [
  ["a header of 9 KB", api(`X-A: ${a(9000)}`), 431],
  ["a header of 9 KB, a page", page(`X-A: ${a(9000)}`), 431],
  ["a cookie of 7 KB", api(`Cookie: a=${a(7000)}`), 200],
  ["cookies of 20 KB, a page", page(...many(3, (i) => `Cookie: a${i}=${a(7000)}`)), 200],
  ["cookies of 28 KB, the API", api(...many(4, (i) => `Cookie: a${i}=${a(7000)}`)), 200],
  ["28 KB of headers, a page", page(...many(4, (i) => `X-${i}: ${a(7000)}`)), 200],
  ["40 KB of headers", api(...many(5, (i) => `X-${i}: ${a(8000)}`)), 431],
  ["ninety headers, the API", api(...many(90, (i) => `X-${i}: a`)), 200],
  ["ninety headers, a page", page(...many(90, (i) => `X-${i}: a`)), 200],
  ["nine hundred headers, the API", api(...many(900, (i) => `X-${i}: a`)), 431],
  ["two thousand headers, a page", page(...many(2000, (i) => `X-${i}: a`)), 431],
  ["a header without a colon", page("nonsense"), 200],
  ["a header without a name", api(": a"), 400],
  ["a space in a header's name", api("X A: b"), 400],
  ["control characters in a header", api("X-A: \x01\x02\x7f"), 400],
  ["control characters in a header, a page", page("X-A: \x01\x02\x7f"), 400],
  ["control characters in a header, a sign-in", post("{}", length(2), "X-A: \x01"), 400],
  ["a NUL in a header", page("X-A: \0"), 400],
  ["a carriage return in a header", page("X-A: a\rb"), 400],
  ["Latin letters in a header", page("X-A: \xe4\xff"), 200],
  ["Latin letters in headers, the API", api("X-A: \xe4\xff", "User-Agent: \xff", "Cookie: \xff=\xfe"), 200],
  ["a folded header", page("X-A: a\r\n b"), 400],
  ["another site's name in other headers", page("X-Forwarded-Host: elsewhere.test", "Forwarded: host=x"), 200],
  ["headers that are Next's own", page("x-middleware-subrequest: a", "x-matched-path: /x", "x-invoke-error: {"), 200],
  ["3600 cookies, where a page sends one away", get("/library", ...cookies(3600)), 431],
  ["3600 cookies, the API", api(...cookies(3600)), 431],
  ["a hundred cookies, where a page sends one away", get("/library", ...cookies(100)), 307],
  ["two sessions, a page", get("/library", "Cookie: __Host-session=a; __Host-session; =;;", SESSION), 307],
  ["two sessions, the API", get("/api/v1/auth/session", "Cookie: __Host-session=%zz; __proto__=a", SESSION), 401],
  ["Next's way past a middleware", get("/library", `x-middleware-subrequest: ${"middleware:".repeat(5)}`), 307],
  ["Next's drafts", page("x-prerender-revalidate: a", "Cookie: __prerender_bypass=a; __next_preview_data=b"), 200],
  ["a router state of 3500 levels", get("/sign-in?_rsc=a", "RSC: 1", `Next-Router-State-Tree: ${nested(3500)}`), 307],
  ["a part of a page that is none", get("/sign-in?_rsc=a", "RSC: 1", ...PREFETCH, "Next-Url: /\\a"), 307],
  ["a trace of 7 KB", api(`traceparent: 00-${a(7000)}`, `baggage: ${"a=b,".repeat(1700)}`), 200],
  ["a router state that is none", page("RSC: 1", "Next-Router-State-Tree: {not json"), 307],
  ["a session that is none", api(`Cookie: __Host-session=${"\\x".repeat(400)}; ;=;==;a`), 200],
  ["an Authorization that is none", get("/api/v1/books", "Authorization: Bearer \xff"), 401],
];

const pairs = (path: string): string =>
  ask(`POST ${path} HTTP/1.1`, "Content-Type: application/x-www-form-urlencoded", length(60_000)) + "a&".repeat(30_000);

const CODINGS = ["gzip, chunked", "chunked, chunked", "xchunked", "identity", "chunked;q=1"];
const LENGTHS = ["-1", "+2", "2e0", "0x2", "2, 2", "99999999999999999999"];

export const BODIES: readonly Hostile[] = [
  ["two lengths", post("{}", length(2), length(3)), 400],
  ["one length twice", post("{}", length(2), length(2)), 400],
  ["a length and chunks", post("0\r\n\r\n", length(5), CHUNKED), 400],
  ["chunked twice", post("0\r\n\r\n", CHUNKED, CHUNKED), 400],
  ...CODINGS.map((it): Hostile => [`Transfer-Encoding: ${it}`, post("0\r\n\r\n", `Transfer-Encoding: ${it}`), 501]),
  ...LENGTHS.map((it): Hostile => [`Content-Length: ${it}`, post("{}", length(it)), 400]),
  ["chunks in HTTP/1.0", `${ask("POST /api/v1/auth/sign-in HTTP/1.0", CHUNKED)}0\r\n\r\n`, 400],
  ["a chunk whose size is no number", post("zz\r\n", CHUNKED), 400],
  ["a chunk larger than numbers go", post("fffffffffffffffff\r\n", CHUNKED), 400],
  ["a chunk with a word about it", post('2;a=b;c="d\r\n{}\r\n0;e\r\n\r\n', CHUNKED), 422],
  ["a chunk with 20 KB about it", post(`2;${a(20_000)}\r\n{}\r\n0\r\n\r\n`, CHUNKED), 422],
  ["chunks by line feeds alone", post("2;a\n{}\n0\n\n", CHUNKED), 400],
  ["a chunk's size with 0x", post("0x2\r\n{}\r\n0\r\n\r\n", CHUNKED), 400],
  ["a chunk's size with twenty zeros", post(`${"0".repeat(20)}2\r\n{}\r\n0\r\n\r\n`, CHUNKED), 422],
  ["a chunk of 100 KB", post(`186a0\r\n${a(100_000)}\r\n0\r\n\r\n`, CHUNKED), 413],
  ["a chunk without its end", post("2\r\n{}0\r\n\r\n", CHUNKED), 400],
  ["trailers", post("2\r\n{}\r\n0\r\nHost: x\r\nContent-Length: 9\r\n\r\n", CHUNKED, "Trailer: Host"), 422],
  ["trailers of an upload", upload("2\r\nab\r\n0\r\nHost: x\r\n\r\n", CHUNKED, "Trailer: Host"), 401],
  ["Expect: 100-continue, and the body", post("{}", length(2), "Expect: 100-continue"), 422],
  ["Expect: 100-continue, and no body", post("", length(2), "Expect: 100-continue"), 0, { leaves: "answered" }],
  ["Expect: 100-continue for a page", page("Expect: 100-continue"), 200],
  ["Expect: something else", page("Expect: 200-maybe"), 200],
  ["Expect: 100-continue for an upload", upload("--b--", length(5), "Expect: 100-continue"), 401],
  ["a body with a GET", `${page(length(5))}hello`, 200],
  ["a body with a GET of the API", `${api(length(5))}hello`, 200],
  ["60 KB with a GET", `${page(length(60_000))}${a(60_000)}`, 200],
  ["60 KB with a GET of the API", `${get("/api/v1/books", length(60_000))}${a(60_000)}`, 401],
  ["33 MB with a GET, it says", get("/api/v1/books", length(33_000_000)), 413],
  ["70 KB with a GET where uploads are sent to", `${get("/api/v1/books", CHUNKED)}11170\r\n${a(70_000)}`, 413],
  ["60,000 chunks with a GET", page(CHUNKED) + letters(a(60_000)), 200],
  ["60,000 chunks of a sign-in", post(letters(`{${" ".repeat(60_000)}}`), CHUNKED), 422],
  ["60,000 chunks, and no end", post(letters(a(60_000)).slice(0, -5), CHUNKED), 0, { leaves: "sent" }],
  ["60,000 chunks of a form of a page", ask("POST /sign-in HTTP/1.1", CHUNKED) + letters(a(60_000)), 200],
  ["chunks with a HEAD", `${ask("HEAD / HTTP/1.1", CHUNKED)}2\r\nab\r\n0\r\n\r\n`, 200],
  ["more body than was said", post("{}GET / HTTP/1.1\r\n", length(2)), 422],
  ["a body cut short", post("{", length(60_000)), 0, { leaves: "sent" }],
  ["JSON cut short", post('{"email":', length(9)), 400],
  ["JSON of 60 KB of brackets", post("[".repeat(60_000), length(60_000)), 400],
  ["JSON of 30,000 levels", post("[".repeat(30_000) + "]".repeat(30_000), length(60_000)), 422],
  ["JSON of 9,000 levels with names", post(`${'{"a":'.repeat(9000)}1${"}".repeat(9000)}`, length(54_001)), 422],
  ["JSON of as many names as go", post(`{${many(5000, (i) => `"${i}":[]`)}}`, length(48_891)), 422],
  ["a form with a list of four billion", form("a[4294967294]"), 422],
  ["a form of 8,000 levels", form("a.".repeat(8000)), 422],
  ["a form of 900 fields", fields("/api/v1/auth/sign-in", ...many(900, (): [string, string] => ["email", "x"])), 422],
  ["a form of 30,000 pairs", pairs("/api/v1/auth/sign-in"), 422],
  ["30,000 pairs for a link that leads nowhere", pairs(`/s/${a(24)}/open`), 303],
  ["JSON that is zipped, it says", post("{}", length(2), "Content-Encoding: gzip"), 422],
  ["a link's password of 60 KB", open(`{"password":"${a(60_000)}"}`), 422],
  ["a link's password that is a list", open('{"password":[[]]}'), 422],
  ["a link's password that there is not, in no form", ask(`POST /s/${a(24)}/open HTTP/1.1`, length(0)), 303],
  ["a second content type, that is none", post("{}", "Content-Type: ;;;\xff", length(2)), 422],
  ["100 KB for a sign-in", post("{", length(100_000)), 413],
  ["100 KB for a page", ask("POST / HTTP/1.1", length(100_000)), 413],
  ["an upload of 40 MB, it says", upload("--b", length(40_000_000)), 413],
  ["an upload of 66 MB, it says", upload("--b", length(66_000_000)), 413],
  ["an upload of 80 MB, it says", upload("--b", length(80_000_000)), 413],
  ["an upload of 900 GB, it says", upload("--b", length(900_000_000_000)), 413],
  ["an upload cut short", upload(`--b\r\n${a(4000)}`, length(1_000_000)), 0, { leaves: "sent" }],
  ["an upload in chunks, cut short", upload(`fff\r\n${a(2000)}`, CHUNKED), 0, { leaves: "sent" }],
];

const RANGES = ["bytes=0-0", "bytes=5-1", "bytes=-99999999999999", "a=1-2", `bytes=${"0-0,".repeat(900)}1-1`];

export const CHOICES: readonly Hostile[] = [
  ...RANGES.flatMap((range): Hostile[] => [
    [`Range: ${range.slice(0, 22)}, a page`, page(`Range: ${range}`), 200],
    [`Range: ${range.slice(0, 22)}, the API`, api(`Range: ${range}`), 200],
    [`Range: ${range.slice(0, 22)}, a link's file`, get(`/api/v1/shares/${a(24)}/file`, `Range: ${range}`), 404],
  ]),
  ["a range of a file that begins behind its end", get("/icon.svg", "Range: bytes=99999999-"), 200],
  ...['If-Match: "a"', "If-Unmodified-Since: Thu, 01 Jan 1970 00:00:00 GMT"].flatMap((condition): Hostile[] => [
    [`${condition.slice(0, 22)}, a file`, get("/icon.svg", condition), 200],
    [`${condition.slice(0, 22)}, a static file that is not there`, get("/_next/static/absent.js", condition), 404],
  ]),
  ["no encoding at all, please", page("Accept-Encoding: identity;q=0, *;q=0"), 200],
  ["eight hundred encodings", page(`Accept-Encoding: ${"br;q=0.1,".repeat(800)}gzip`), 200],
  ...["/", "/icon.svg", `/api/v1/shares/${a(24)}/pages/1/image`].map((path): Hostile => {
    return [
      `1900 digits that one has of ${path.slice(0, 20)}`,
      get(path, `If-None-Match: ${'"a",'.repeat(1900)}`),
      path.startsWith("/api") ? 404 : 200,
    ];
  }),
  [
    "encodings that are none",
    page("Accept-Encoding: gzip;q=0, br;q=9, *;q=nan, gzip\t,", "TE: trailers, chunked"),
    200,
  ],
  ["conditions that are none", page('If-None-Match: "', "If-Modified-Since: yesterday", "If-Match: *"), 200],
  ["languages that are none", page(`Accept-Language: ${"*;q=9,".repeat(900)}`, "Accept: \xff"), 200],
];

import { a, api, get, type Hostile, length, many, page, post } from "./words.ts";

const SESSION = `Cookie: __Host-session=${a(43)}`;
const PREFETCH = ["Next-Router-Prefetch: 1", "Next-Router-Segment-Prefetch: /%00"];
const nested = (levels: number): string => "[".repeat(levels) + "]".repeat(levels);

/** So many, in headers of 7 KB. */
const cookies = (count: number): string[] =>
  many(Math.ceil(count / 900), (i) => `Cookie: ${many(Math.min(count, 900), (j) => `${900 * i + j}=b`).join("; ")}`);

/** By these Next, hosting platforms and servers of files are told what to do, by those in front of them. */
const OF_OTHERS = [
  ["x-middleware-prefetch: 1", "x-middleware-rewrite: https://elsewhere.test/", "x-middleware-next: 1"],
  ["x-middleware-override-headers: host", "x-middleware-request-host: elsewhere.test", "x-middleware-set-cookie: a=b"],
  ["x-invoke-path: /library", "x-invoke-status: 500", "x-invoke-output: /_error", "x-now-route-matches: 1=a"],
  ["x-nextjs-redirect: /x", "x-nextjs-rewrite: /y", "x-nextjs-data: 1", "x-nextjs-postponed: 1"],
  [
    "X-Original-URL: /library",
    "X-Rewrite-URL: /library",
    "X-Forwarded-Prefix: //elsewhere.test",
    "X-Forwarded-Port: 1",
  ],
  ["X-Accel-Redirect: /refused/page", "X-Accel-Buffering: no", "X-Sendfile: /etc/passwd"],
  ["X-Real-IP: 192.0.2.1", "True-Client-IP: 192.0.2.2", "CF-Connecting-IP: 192.0.2.3", "CDN-Loop: a", "Via: 1.1 a"],
  ["Early-Data: 1", "Max-Forwards: 0", "Proxy-Authorization: Basic \xff", "Proxy-Connection: keep-alive"],
  ["Sec-Purpose: prefetch;prerender", "Service-Worker: script", 'Sec-CH-UA: "', "Save-Data: on", "Alt-Used: a"],
];

export const HEADERS: readonly Hostile[] = [
  ...OF_OTHERS.map((each): Hostile => [`${each[0]} and others, a page`, page(...each), 200]),
  ...OF_OTHERS.map((each): Hostile => [`${each[0]} and others, the API`, api(...each), 200]),
  ["what ends a line of a log", api('User-Agent: "}\\n{"x":"\xff\\u0000${a}', "Referer: \\x22"), 200],
  ["a method that overrides another", api("X-HTTP-Method-Override: DELETE", "X-Method: DELETE"), 200],
  [
    "a session with a command of Redis' in it",
    get("/api/v1/auth/session", "Cookie: __Host-session=a%0d%0aFLUSHALL"),
    401,
  ],
  ["a session that is a pattern", get("/api/v1/auth/session", "Cookie: __Host-session=session:*?[a-z]"), 401],
  ["a session in quotes", get("/library", 'Cookie: __Host-session="\xe4"'), 307],
  [
    "settings in cookies that are none",
    page(`Cookie: theme={"a":${"[".repeat(3000)}; page=%E0%A4%A; NEXT_LOCALE=../..`),
    200,
  ],
  ["a reload of next dev", get("/sign-in?_rsc=a", "RSC: 1", "Next-HMR-Refresh: 1"), 307],
  ["a page's first ask that is the second", get("/sign-in?_rsc=a", "RSC: 2", "Next-Router-Prefetch: 2"), 200],
  ["Connection that names the length", `${page("Connection: close, Content-Length", length(3))}abc`, 200],
  ["names with underscores for spaces", page("Content_Length: 9", "Transfer_Encoding: chunked"), 200],
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

import { a, api, ask, fields, get, type Hostile, length, page, post } from "./words.ts";

const SOCKET = ["Upgrade: websocket", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA=="];
const H2C = ["Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c", "HTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA"];
const UPGRADE = "Connection: Upgrade";
const TLS_HELLO = Buffer.from("16030100a5010000a10303", "hex");

export const UPGRADES: readonly Hostile[] = [
  ["a page, upgraded to h2c", page(UPGRADE, "Upgrade: h2c"), 200],
  ["a page, to h2c as curl --http2 asks", page(...H2C), 200],
  ["a page, to a websocket", page(UPGRADE, ...SOCKET), 200],
  ["a page, to what nobody knows", page(UPGRADE, "Upgrade: bogus/1"), 200],
  ["a page, to two things", page(UPGRADE, "Upgrade: h2c", "Upgrade: websocket"), 200],
  ["an upgrade that no Connection names", page(...SOCKET), 200],
  ["a Connection that names an upgrade, and none", page(UPGRADE), 200],
  ["a Connection that names other headers", page("Connection: close, X-Forwarded-For, Host, Cookie"), 200],
  ["the reload socket of next dev", get("/_next/hmr", UPGRADE, ...SOCKET), 404],
  ["the API, upgraded to h2c", api(UPGRADE, "Upgrade: h2c"), 200],
  ["the API, to a websocket", api(UPGRADE, ...SOCKET), 200],
  ["a sign-in, upgraded", post("{}", length(2), UPGRADE, "Upgrade: h2c"), 422],
  ["a tunnel of datagrams", get("/.well-known/masque/udp/192.0.2.1/53/", UPGRADE, "Upgrade: connect-udp"), 308],
  ["an upgrade to TLS", page(UPGRADE, "Upgrade: TLS/1.2"), 200],
  ["a websocket of a version that none is", api(UPGRADE, ...SOCKET, "Sec-WebSocket-Extensions: a;b=999"), 200],
  ["a page by plain HTTP, to h2c", page(...H2C), 301, { door: "http" }],
];

const UNKNOWN = ["FOO", "DEBUG", "TRACK", "BAN", "INDEX", "PURGE", "PROPFIND", "QUERY", "M-SEARCH", "TRACE", "LINK"];

export const METHODS: readonly Hostile[] = [
  ...UNKNOWN.map((method): Hostile => [`${method} of the API`, ask(`${method} /api/v1/books/public HTTP/1.1`), 405]),
  ...UNKNOWN.map((method): Hostile => [`${method} of a page`, ask(`${method} / HTTP/1.1`), 405]),
  ["a method in small letters", ask("get / HTTP/1.1"), 400],
  ["a method of 1000 letters", ask(`${"A".repeat(1000)} /api/health HTTP/1.1`), 405],
  ["no method", ask(" / HTTP/1.1"), 400],
  ["CONNECT to elsewhere", ask("CONNECT elsewhere.test:443 HTTP/1.1"), 405],
  ["CONNECT to a path", ask("CONNECT /api/health HTTP/1.1"), 400],
  ["OPTIONS of everything", ask("OPTIONS * HTTP/1.1"), 400],
  ["POST of a page, as a form does before its script is there", ask("POST /sign-in HTTP/1.1", length(0)), 200],
  ...["PUT", "PATCH", "DELETE", "OPTIONS"].map((it): Hostile => [`${it} of a page`, ask(`${it} / HTTP/1.1`), 405]),
  ...["POST", "OPTIONS"].flatMap((method): Hostile[] =>
    ["/robots.txt", "/icon.svg", "/_next/static/absent.js"].map((path) => {
      return [`${method} of ${path}`, ask(`${method} ${path} HTTP/1.1`, length(0)), 405];
    }),
  ),
  ...["PUT", "DELETE", "OPTIONS"].map((it): Hostile => [`${it} of a link`, ask(`${it} /s/${a(24)} HTTP/1.1`), 405]),
  ["POST of a link's file", ask(`POST /api/v1/shares/${a(24)}/file HTTP/1.1`, length(0)), 405],
  ["GET of where a link is opened", get(`/s/${a(24)}/open`), 405],
  ["POST of what has an answer to GET alone", ask("POST /version HTTP/1.1", length(0)), 405],
  ["a method that nobody knows, of a challenge", ask("FOO /.well-known/acme-challenge/a HTTP/1.1"), 400],
  ["a server action that is none", `${ask("POST / HTTP/1.1", "Next-Action: 0123456789", length(2))}[]`, 400],
  [
    "a server action that is none, in the words of a form",
    `${ask("POST /sign-in HTTP/1.1", "Next-Action: x", "Content-Type: application/x-www-form-urlencoded", length(3))}a=b`,
    404,
  ],
  ["a server action of another release", `${ask("POST / HTTP/1.1", `Next-Action: 7f${a(40)}`, length(2))}[]`, 409],
  ...["null", ":::", "http://elsewhere.test"].map((from): Hostile => {
    const action = ask("POST / HTTP/1.1", `Next-Action: ${a(42)}`, `Origin: ${from}`, length(2));
    return [`a server action from ${from}`, `${action}[]`, 409];
  }),
  ...['{"id":"x","bound":"$@0"}', `{"id":"x","bound":["$n${"9".repeat(9000)}"]}`, "[".repeat(9000)].map(
    (reference): Hostile => [
      `a form that refers to an action by ${reference.slice(0, 24)}`,
      fields("/sign-in", ["$ACTION_REF_1", ""], ["$ACTION_1:0", reference]),
      409,
    ],
  ),
  ["a server action with a GET", page("Next-Action: 0123456789"), 200],
  ["what Next resumes", `${ask("POST / HTTP/1.1", "Next-Resume: 1", length(2))}{}`, 200],
  [
    "a form of an action, without a boundary",
    ask("POST / HTTP/1.1", "Content-Type: multipart/form-data", length(0)),
    409,
  ],
];

/** What speaks other protocols to whoever listens. */
const OTHERS = [
  "REQMOD icap://flipdocs.test/ ICAP/1.0\r\n\r\n",
  "DESCRIBE rtsp://flipdocs.test/ RTSP/1.0\r\nCSeq: 1\r\n\r\n",
  "EHLO flipdocs.test\r\nMAIL FROM:<a>\r\n",
  "SSH-2.0-OpenSSH_10.0\r\n",
  "*1\r\n$8\r\nFLUSHALL\r\n",
  "PROXY TCP4 192.0.2.1 192.0.2.2 1 443\r\nGET / HTTP/1.1\r\n\r\n",
  "\r\n\r\n\0\r\nQUIT\n\x21\x11\0\x0c",
  "\x05\x01\0",
];

export const LINES: readonly Hostile[] = [
  ...OTHERS.map((bytes): Hostile => [`another protocol: ${JSON.stringify(bytes.slice(0, 16))}`, bytes, 400]),
  ["a vertical tab for a space", get("/").replace("GET ", "GET\v"), 400],
  ["HTTP/1.1 and a word", ask("GET / HTTP/1.1 x"), 400],
  ["HTTP/1.10", ask("GET / HTTP/1.10"), 200],
  ["a version with 0x", ask("GET /api/health HTTP/0x1.1"), 400],
  ["the absolute form, of another port", get("https://flipdocs.test:6379/api/health"), 200],
  ["HTTP/0.9", "GET /\r\n", 0],
  ["HTTP/1.0 without a Host", "GET / HTTP/1.0\r\n\r\n", 400],
  ["HTTP/1.0 without a Host, to be sent to https", "GET /api/ HTTP/1.0\r\n\r\n", 400, { door: "http" }],
  ["HTTP/2.0 in words", ask("GET / HTTP/2.0"), 505],
  ["HTTP/9.9", ask("GET /api/health HTTP/9.9"), 505],
  ["another protocol's name", ask("GET / HTTPS/1.1"), 400],
  ["a word too many", ask("GET / x HTTP/1.1"), 400],
  ["two spaces", ask("GET  /  HTTP/1.1"), 200],
  ["a tab for a space", ask("GET\t/ HTTP/1.1"), 400],
  ["line feeds alone", page().replaceAll("\r\n", "\n"), 200],
  ["empty lines first", `${"\r\n".repeat(20)}${page()}`, 200],
  ["noise", Buffer.from(Array.from({ length: 512 }, (_, i) => (i * 197) % 256)), 400],
  ["noise on the port of TLS", Buffer.alloc(600, 0x99), 0, { door: "https, without TLS" }],
  ["a TLS hello inside of TLS", TLS_HELLO, 400],
  ["a TLS hello on the plain port", TLS_HELLO, 400, { door: "http" }],
  ["plain HTTP on the port of TLS", api(), 400, { door: "https, without TLS" }],
  ["the absolute form, of another site", get("http://elsewhere.test/api/health"), 200],
  ["the absolute form, of another protocol", get("ftp://flipdocs.test/api/health"), 200],
  ["the absolute form, of another site, by plain HTTP", get("http://elsewhere.test/"), 301, { door: "http" }],
  ["the absolute form, with a user", get("http://u:p@flipdocs.test/"), 400],
  ["the absolute form, of nobody", get("http://"), 400],
  ["a path that looks like a host", get("//elsewhere.test/%2e%2e"), 308],
  ["two requests in one, the second cut", `${page("Connection: keep-alive")}GET / HT`, 200],
];

/** With a name of three letters Elysia finds its path one name too late. */
const SHORT = ["abc", "a", "a:80", "ab:00", "a.b", "-"];
/** Names that no URL has. */
const NUMBERS = ["..", "[:]", "[:]:443", "1.2.3.4.5", "256.1.1.1", "1.1", "example.09", "example.0x7f."];

const NAMES = ["a b", 'a"b', "a/b", "a%20b", "[::1", "a:99999999", "<x>", a(7000), "\xfc.test", "a,b", "a@b"];

const from = (host: string, path: string): string =>
  `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nX-Forwarded-For: {from}\r\nConnection: close\r\n\r\n`;

export const HOSTS: readonly Hostile[] = [
  ["no Host", "GET /api/health HTTP/1.1\r\n\r\n", 400],
  ["two Hosts", page("Host: elsewhere.test"), 400],
  ...[...NAMES, ...NUMBERS].map((name): Hostile => [`the Host ${name.slice(0, 9)}`, from(name, "/api/"), 400]),
  ...SHORT.map((name): Hostile => [`metrics by the Host ${name}`, from(name, "/api/x/metrics"), 404]),
  ...SHORT.map((name): Hostile => [`health by the Host ${name}`, from(name, "/api/x/health"), 404]),
  ...["nas", "t.co", "a.bc.", "192.0.2.1:8443", "[::1]", "3d.print3r"].map((name): Hostile => {
    return [`the Host ${name}`, from(name, "/api/health"), 200];
  }),
];

import { a, get, type Hostile, many } from "./words.ts";

const NO_PATHS = ["/%00", "/a%00b", "/%", "/%zz", "/%2e%2e/%2e%2e/etc/passwd", "/../../etc/passwd", "/\x01", "/\0"];

export const PATHS: readonly Hostile[] = [
  ...NO_PATHS.flatMap((path): Hostile[] => [
    [`the path ${JSON.stringify(path)}`, get(path), 400],
    [`the path ${JSON.stringify(path)} of the API`, get(`/api${path}`), 400],
  ]),
  ["UTF-8 as it is", get("/b\xc3\xbccher"), 400],
  ["UTF-8 as it is in a query of the API", get("/api/health?b\xc3\xbccher"), 400],
  ...["/%ff", "/books/%ff", "/books/%ed%a0%80/sharing", "/s/%c0%af", "/embed/%e4", "/api/v1/books/%ff"].map(
    (path): Hostile => [`no character, escaped: ${path}`, get(path), 400],
  ),
  ["a character in its bytes", get("/books/b%C3%BCcher"), 404],
  ["Next's page of its own failure", get("/_global-error"), 404],
  ["Next's part of a page", get("/a.segments/b.segment.rsc"), 404],
  ...["/sign-in.rsc", "/.rsc", "/books/a.prefetch.rsc"].map((path): Hostile => {
    return [`Next's page as a script has it: ${path}`, get(path), 404];
  }),
  ...["/_error", "/500", "/_not-found", "/_next/mcp", "/__nextjs_original-stack-frames"].map((path): Hostile => {
    return [`a page of Next's own: ${path}`, get(path), 404];
  }),
  ...["data:image/svg+xml,%3Csvg/%3E", "file:///etc/passwd", "/a&url=/b"].map((url): Hostile => {
    return [`Next's pictures, of ${url}`, get(`/_next/image?url=${url}&w=64&q=75`), 404];
  }),
  ["a slash too many in a static file", get("/_next/static//a.js"), 404],
  ["the API by letters that are escaped", get("/%61%70%69/metrics"), 404],
  ["an escape that is none, of the API in such letters", get("/%61pi/%zz"), 400],
  ["what is said to the proxy's own pages", get('/%zz<!--#include file="/etc/passwd"-->'), 400],
  ["the proxy's own pages", get("/refused/page"), 404],
  ["where to go on that is a script", get("/sign-in?next=javascript:alert(1)&next=//elsewhere.test/%0d%0aX:1"), 200],
  ["a page of a book that no number goes to", get("/books/a?page=1e400&page[]=-1"), 404],
  ["a place in a list that is none", get("/api/v1/books/public?after=eyJfX3Byb3RvX18iOjF9"), 200],
  ["a form for a page of the site map", get("/sitemap.xml?id=../../x"), 404],
  ["what Mastodon asks, of the machine's own address", get("/api/v1/oembed?url=http://169.254.169.254/"), 404],
  ["a place of the proxy's own", get("/api/-/upload"), 404],
  ["a folder without its slash, of the API", get("/api/v1/shares"), 404],
  ["backslashes", get("/\\..\\..\\x"), 400],
  ["backslashes for the API", get("/api/..\\..\\x"), 400],
  ["backslashes to the API's metrics", get("/api/..\\metrics"), 400],
  ["backslashes to them from a picture", get("/api/v1/books/..\\..\\..\\metrics?/pages/1/image"), 400],
  ...["/api/x/metrics", "/api/v1/books/metrics/", "/api/%6detrics", "/api//x//METRICS"].map((path): Hostile => {
    return [`something before the metrics: ${path}`, get(path), 404];
  }),
  ["an escaped backslash for the API", get("/api/..%5cmetrics"), 404],
  ["a backslash in a query", get("/?a=\\"), 200],
  ["escaped slashes", get("/api/v1/books/..%2f..%2fhealth"), 200],
  ["escaped line ends", get("/%0d%0aX:1"), 404],
  ["escaped line ends for the API", get("/api/v1/books/%0d%0aX:1"), 404],
  ["a fragment", get("/#top"), 200],
  ["markup", get("/<script>|{}^`"), 404],
  ["a path of 9 KB", get(`/${a(9000)}`), 414],
  ["a path of 9 KB for the API", get(`/api/${a(9000)}`), 414],
  ["a path of 8 KB", get(`/${a(8000)}`), 404],
  ["a query of 7 KB for the API", get(`/api/health?a=${a(7000)}`), 200],
  ["a query of 6 KB of NULs for the API", get(`/api/health?a=${"%00".repeat(2000)}`), 422],
  ["sixty parameters of a page", get(`/?${many(60, (i) => `a${i}=b`).join("&")}`), 200],
  ["3500 parameters with one name, of a page", get(`/?${"a&".repeat(3500)}`), 414],
  ["3500 of the API", get(`/api/health?${"a&".repeat(3500)}`), 414],
  ["3500 of a page that looks like the API's", get(`/api/../sign-in?${"a&".repeat(3500)}`), 414],
  ["names that JavaScript has of its own", get("/?__proto__=a&constructor=b&a[b]=c&toString=d"), 200],
  ["a thousand folders", get("/a".repeat(1000)), 404],
  ["a static file that is not there", get("/_next/static/absent.js"), 404],
  ["a challenge that nobody was given", get("/.well-known/acme-challenge/a"), 404],
  ["out of the folder of static files", get("/_next/static/..%2f..%2f..%2fserver.js"), 400],
  ["a link's token of 8 KB", get(`/s/${a(8000)}`), 404],
  ["a link's token of 8 KB, of the API", get(`/api/v1/shares/${a(8000)}/pages`), 404],
  ["out of a link's folder", get("/s/..%2f..%2fmetrics"), 400],
  ["out of a link's folder, of the API", get("/api/v1/shares/../../metrics"), 404],
  ["an escaped NUL for a token", get("/embed/%00"), 400],
  ["an escaped line end behind a token", get(`/embed/${a(24)}%0d%0aX:1`), 404],
  ["a page of a link that is no number", get(`/api/v1/shares/${a(24)}/pages/1e9/image`), 404],
  ["Next's pictures, of this one", get("/_next/image?url=%2Ficon.svg&w=3840&q=100"), 404],
  ["Next's data of a page", get("/_next/data/flipdocs/index.json", "x-nextjs-data: 1"), 404],
  ["what Next calls its own parameters", get("/?__nextLocale=x&__nextDataReq=1&nxtPid=1"), 200],
  ["a book's id in brackets", get("/books/(..)[id]"), 404],
  ["a page of a book in another notation", get(`/api/v1/books/${a(8)}/pages/0x1/image`), 404],
  ["Next's pictures, of another site", get("/_next/image?url=http://elsewhere.test/&w=64&q=1"), 404],
];

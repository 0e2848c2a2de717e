import { a, api, get, type Hostile, page } from "./words.ts";

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

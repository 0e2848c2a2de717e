import { api, entry, frame, GET, get, type Hostile, h2, initial, length, many, page, post, upload } from "./words.ts";

const GONE = { leaves: "sent" } as const;

export const CLIENTS: readonly Hostile[] = [
  ["a head letter by letter, and gone", [..."GET / HTTP/1.1\r\nHost: fl"], 0, GONE],
  ["a head in pieces, to its end", page("X-A: b").split(/(?=: )/), 200],
  ["a body letter by letter, and gone", [post("", length(99)), ...'{"email":"a@b'], 0, GONE],
  ["a body in pieces, to its end", [post("", length(2)), "{", "}"], 422],
  ["an upload letter by letter, of nobody", [upload("", length(99_999)), ..."--b\r\nContent-"], 401],
  ["gone as soon as a page was asked for", page(), 0, GONE],
  ["gone as soon as the API was asked", api(), 0, GONE],
  ["gone as soon as a book was searched", get("/api/v1/books/public"), 0, GONE],
  ["gone when the page begins", page(), 200, { leaves: "answered" }],
  ["gone without a word", "", 0, GONE],
  ["gone without TLS", "", 0, { ...GONE, door: "https, without TLS" }],
  ["fifty requests at once, and gone", page("Connection: keep-alive").repeat(50), 0, GONE],
];

const H2 = { door: "h2" } as const;
const LARGEST = Buffer.from([0x7f, 255, 255, 255]);
const SOCKET = [
  entry(":method", "CONNECT"),
  entry(":protocol", "websocket"),
  entry(":scheme", "https"),
  entry(":path", "/"),
  entry(":authority", "flipdocs.test"),
];
/** An entry that is remembered, and asked for again by its number. */
const MANY_AGAIN = Buffer.concat([Buffer.from([0x40, 1, 0x78, 6]), Buffer.from("abcdef"), Buffer.alloc(10_000, 0xbe)]);
/** A name of one letter, and 9000 of a value. */
const LONG = Buffer.concat([Buffer.from([0, 1, 0x78, 0x7f, 0xa9, 0x45]), Buffer.alloc(9000, 0x61)]);
/** A header whose letters are no letters of HPACK's, and one that no table has any more. */
const NO_LETTERS = Buffer.from([0, 0x81, 0xff, 0x81, 0xff]);
const NO_ENTRY = Buffer.from([0xff, 0x80, 0x80, 0x80, 0x80, 0x10]);
const bytes = (...each: number[]): Buffer => Buffer.from(each);
/** A hundred requests, and behind each what makes the server take it back. */
const undone = (then: (stream: number) => Buffer): Buffer =>
  h2(...many(100, (i) => Buffer.concat([frame(1, 5, 2 * i + 1, GET), then(2 * i + 1)])));
const CANCEL = Buffer.from([0, 0, 0, 8]);

/** In HTTP/2 an end is an end of the connection, or a word about it: no status. */
export const HTTP2: readonly Hostile[] = [
  ["HTTP/2 without its first words", frame(4, 0, 0), 0, H2],
  ["HTTP/1.1 where HTTP/2 was agreed on", page(), 0, H2],
  ["HTTP/2 where HTTP/1.1 was agreed on", h2(frame(1, 5, 1, GET)), 400],
  ["HTTP/2 on the plain port", h2(frame(1, 5, 1, GET)), 0, { door: "http" }],
  ["a head on stream 0", h2(frame(1, 5, 0, GET)), 0, H2],
  ["a head that cannot be unpacked", h2(frame(1, 5, 1, Buffer.alloc(40, 0xff))), 0, H2],
  ["a head without a path", h2(frame(1, 5, 1, GET.subarray(0, 2))), 0, H2],
  ["a frame longer than agreed on", h2(frame(0, 0, 1, Buffer.alloc(40_000))), 0, H2],
  ["a stream that depends on itself", h2(frame(2, 0, 1, Buffer.from([0, 0, 0, 1, 16]))), 0, H2],
  ["windows larger than windows go", h2(frame(8, 0, 0, LARGEST), frame(8, 0, 0, LARGEST)), 0, H2],
  ["a head that never ends", h2(frame(1, 1, 1, GET), ...many(90, () => frame(9, 0, 1, Buffer.alloc(800)))), 0, H2],
  ["a websocket in HTTP/2", h2(frame(1, 4, 1, Buffer.concat([...SOCKET]))), 0, H2],
  ["a line end in a path", h2(frame(1, 5, 1, Buffer.concat([entry(":path", "/\r\nX: y"), GET]))), 0, H2],
  ["a line end in a header", h2(frame(1, 5, 1, Buffer.concat([GET, entry("x", "a\r\nHost: b")]))), 0, H2],
  ["headers of HTTP/1.1", h2(frame(1, 5, 1, Buffer.concat([GET, entry("transfer-encoding", "chunked")]))), 0, H2],
  ["a head of 60 KB that is 10 KB", h2(frame(1, 5, 1, Buffer.concat([GET, MANY_AGAIN]))), 0, H2],
  ["a header of 9 KB in HTTP/2", h2(frame(1, 5, 1, Buffer.concat([GET, LONG]))), 0, H2],
  ["a promise by a client", h2(frame(5, 4, 1, Buffer.concat([Buffer.from([0, 0, 0, 2]), GET]))), 0, H2],
  ["a request on a stream of the server's", h2(frame(1, 5, 2, GET)), 0, H2],
  ["a window made larger by nothing", h2(frame(8, 0, 0, Buffer.alloc(4))), 0, H2],
  ["settings that no number goes to", h2(frame(4, 0, 0, Buffer.from([0, 4, 255, 255, 255, 255]))), 0, H2],
  ["more padding than there is", h2(frame(1, 0x0d, 1, Buffer.concat([Buffer.from([255]), GET]))), 0, H2],
  ["a head in 3000 pieces", h2(frame(1, 1, 1, GET), ...many(3000, () => frame(9, 0, 1))), 0, H2],
  [
    "a table larger than was allowed",
    h2(frame(1, 5, 1, Buffer.concat([Buffer.from([0x3f, 255, 255, 3]), GET]))),
    0,
    H2,
  ],
  ["ten thousand priorities", h2(...many(10_000, () => frame(2, 0, 1, Buffer.from([0, 0, 0, 0, 1])))), 0, H2],
  ["ten thousand frames of no kind", h2(...many(10_000, () => frame(0xbb, 0, 0))), 0, H2],
  ["trailers in HTTP/2", h2(frame(1, 4, 1, GET), frame(0, 0, 1), frame(1, 5, 1, entry("x", "y"))), 0, H2],
  ["ten thousand pings", h2(...many(10_000, () => frame(6, 0, 0, Buffer.alloc(8)))), 0, H2],
  ["ten thousand empty pieces of a body", h2(frame(1, 4, 1, GET), ...many(10_000, () => frame(0, 0, 1))), 0, H2],
  ["ten thousand settings", h2(...many(10_000, () => frame(4, 0, 0))), 0, H2],
  ["settings on a stream", h2(frame(4, 0, 1)), 0, H2],
  ["settings of five bytes", h2(frame(4, 0, 0, Buffer.alloc(5))), 0, H2],
  ["settings that are agreed to, and say something", h2(frame(4, 1, 0, Buffer.alloc(6))), 0, H2],
  ["a promise that is wanted twice", h2(frame(4, 0, 0, bytes(0, 2, 0, 0, 0, 2))), 0, H2],
  ["frames of one byte at most", h2(frame(4, 0, 0, bytes(0, 5, 0, 0, 0, 1))), 0, H2],
  ["a ping of seven bytes", h2(frame(6, 0, 0, Buffer.alloc(7))), 0, H2],
  ["a window of three bytes", h2(frame(8, 0, 0, Buffer.alloc(3))), 0, H2],
  ["a priority of four bytes", h2(frame(2, 0, 1, Buffer.alloc(4))), 0, H2],
  ["a body on stream 0", h2(frame(0, 1, 0, Buffer.from("abc"))), 0, H2],
  ["the rest of a head that never began", h2(frame(9, 4, 1, GET)), 0, H2],
  ["a ping in the middle of a head", h2(frame(1, 1, 1, GET.subarray(0, 3)), frame(6, 0, 0, Buffer.alloc(8))), 0, H2],
  ["streams counted downwards", h2(frame(1, 5, 5, GET), frame(1, 5, 3, GET)), 0, H2],
  ["letters that are none", h2(frame(1, 5, 1, Buffer.concat([GET, NO_LETTERS]))), 0, H2],
  ["an entry of no table", h2(frame(1, 5, 1, Buffer.concat([GET, NO_ENTRY]))), 0, H2],
  ["a hundred requests, each undone by a window of nothing", undone((it) => frame(8, 0, it, Buffer.alloc(4))), 0, H2],
  ["each undone by a body behind its end", undone((it) => frame(0, 0, it, Buffer.from("a"))), 0, H2],
  ["each undone by depending on itself", undone((it) => frame(2, 0, it, bytes(0, 0, 0, it, 16))), 0, H2],
  ["five hundred requests, each taken back", h2(...many(500, (i) => takenBack(2 * i + 1))), 0, H2],
];

const H3 = { door: "h3" } as const;
const VERSION = 1;

/** In HTTP/3 what cannot be read is dropped, and nobody hears of it. */
export const HTTP3: readonly Hostile[] = [
  ["noise of each length", many(1400, (i) => Buffer.alloc(i + 1, (i * 197) % 256)), 0, H3],
  ["HTTP/1.1 in a datagram", page(), 0, H3],
  ["a hundred first datagrams", many(100, () => initial(VERSION)), 0, H3],
  ["first datagrams that are too short", many(100, (i) => initial(VERSION, { length: 30 + i })), 0, H3],
  ["an id of 255 letters", initial(VERSION, { id: 255 }), 0, H3],
  ["a token longer than its datagram", initial(VERSION, { token: 0x7f }), 0, H3],
  ["versions that nobody speaks", many(100, (i) => initial(0x1a2a3a4a + i)), 0, H3],
  ["no version", initial(0), 0, H3],
];

function takenBack(stream: number): Buffer {
  return Buffer.concat([frame(1, 5, stream, GET), frame(3, 0, stream, CANCEL)]);
}

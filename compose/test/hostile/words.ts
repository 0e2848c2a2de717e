/** Bytes, all at once or piece by piece. `{from}` stands for an address that is nobody's. */
export type Bytes = string | Buffer | readonly (string | Buffer)[];

/** When a client goes away by itself: as soon as all is sent, or as soon as an answer begins. */
export type Leaving = "sent" | "answered";

/**
 * Where it knocks, if not by TLS and HTTP/1.1: by TLS and HTTP/2, with bytes as they are, on either port, or where HTTP/3 is
 * spoken, each piece a datagram.
 */
export type Door = "h2" | "http" | "https, without TLS" | "h3";

/** A line of the table: what is done, its bytes, the status of the answer (0 where none comes), and how it is done. */
export type Hostile = readonly [what: string, bytes: Bytes, status: number, how?: { leaves?: Leaving; door?: Door }];

/** The head of a request to the site; the connection ends with the answer, unless the headers say. */
export function ask(line: string, ...headers: string[]): string {
  const own = headers.some((header) => /^connection:/i.test(header)) ? [] : ["Connection: close"];
  return [line, "Host: flipdocs.test", "X-Forwarded-For: {from}", ...own, ...headers, "", ""].join("\r\n");
}

export const get = (path: string, ...headers: string[]): string => ask(`GET ${path} HTTP/1.1`, ...headers);
export const page = (...headers: string[]): string => get("/", ...headers);
export const api = (...headers: string[]): string => get("/api/health", ...headers);

/** A sign-in with a body. */
export const post = (body: string, ...headers: string[]): string =>
  ask("POST /api/v1/auth/sign-in HTTP/1.1", "Content-Type: application/json", ...headers) + body;

/** The same with a body of another type. */
export const typed = (type: string, body: string, ...headers: string[]): string =>
  ask("POST /api/v1/auth/sign-in HTTP/1.1", `Content-Type: ${type}`, length(body.length), ...headers) + body;

/** A form of so many fields. */
export const fields = (path: string, ...each: [name: string, value: string][]): string => {
  const part = ([name, value]: [string, string]) =>
    `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  const body = `${each.map(part).join("")}--b--\r\n`;
  return ask(`POST ${path} HTTP/1.1`, "Content-Type: multipart/form-data; boundary=b", length(body.length)) + body;
};

/** A sign-in by a form of one field. */
export const form = (name: string): string => fields("/api/v1/auth/sign-in", [name, "x"]);

/** A password for a link that leads nowhere. */
export const open = (body: string): string => {
  const head = `POST /api/v1/shares/${a(24)}/open HTTP/1.1`;
  return ask(head, "Content-Type: application/json", length(body.length)) + body;
};

/** An upload with a body. */
export const upload = (body: string, ...headers: string[]): string =>
  ask("POST /api/v1/books HTTP/1.1", "Content-Type: multipart/form-data; boundary=b", ...headers) + body;

export const length = (count: number | string): string => `Content-Length: ${count}`;
export const CHUNKED = "Transfer-Encoding: chunked";

/** Each letter in a chunk of its own. */
export const letters = (text: string): string => `${[...text].map((one) => `1\r\n${one}\r\n`).join("")}0\r\n\r\n`;

export const a = (count: number): string => "a".repeat(count);
export const many = <T>(count: number, one: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => one(i));

/** A frame of HTTP/2: its type, its flags, its stream, and what it says. */
export function frame(type: number, flags: number, stream: number, content: Buffer = Buffer.alloc(0)): Buffer {
  const head = Buffer.alloc(9);
  head.writeUIntBE(content.length, 0, 3);
  head.set([type, flags], 3);
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, content]);
}

/** A connection of HTTP/2: what begins it, and frames. */
export const h2 = (...frames: Buffer[]): Buffer =>
  Buffer.concat([Buffer.from("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), frame(4, 0, 0), ...frames]);

/** A first datagram of HTTP/3 that leads nowhere: its version, the lengths of two ids and of a token, and its own. */
export function initial(version: number, { id = 8, token = 0, length: size = 1200 } = {}): Buffer {
  const datagram = Buffer.alloc(size, 0x5a);
  datagram[0] = 0xc0;
  datagram.writeUInt32BE(version, 1);
  datagram[5] = id;
  datagram[14] = 8;
  datagram[23] = token;
  return datagram;
}

/** An entry of a head in HTTP/2, written out; a value of at most 126 letters. */
export const entry = (name: string, value: string): Buffer =>
  Buffer.concat([[0, name.length], Buffer.from(name), [value.length], Buffer.from(value)].map((it) => Buffer.from(it)));

/** GET / in HTTP/2: three entries of its table, and a name that is written out. */
export const GET = Buffer.concat([Buffer.from([0x82, 0x87, 0x84, 0x41, 13]), Buffer.from("flipdocs.test")]);

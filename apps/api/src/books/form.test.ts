import { afterEach, describe, expect, test, vi } from "vitest";
import { readForm } from "./form.ts";
import { MOST_UPLOAD_BYTES } from "./upload.ts";

afterEach(() => void vi.useRealTimers());

const HEADERS = { "content-type": "multipart/form-data; boundary=b" };

const part = (disposition: string, content = "x", header = ""): string =>
  `--b\r\nContent-Disposition: form-data; ${disposition}\r\n${header}\r\n${content}\r\n`;
const FILE = part('name="file"; filename="a.pdf"', "%PDF-1.7");
const END = "--b--\r\n";

/** A request whose body comes in these pieces. */
function request(pieces: Iterable<string>, headers: Record<string, string> = HEADERS): Request {
  const left = pieces[Symbol.iterator]();
  const pull = (body: ReadableStreamDefaultController) => {
    const { done, value } = left.next();
    done ? body.close() : body.enqueue(Buffer.from(value));
  };
  const body = new ReadableStream({ pull }, { highWaterMark: 0 });
  return new Request("http://api.test", { method: "POST", headers, body, duplex: "half" } as RequestInit);
}

/** Reads a form, and what went on of its file. */
async function read(pieces: Iterable<string>, headers?: Record<string, string>) {
  const taken: string[] = [];
  const form = await readForm(
    request(pieces, headers),
    async (piece) => void taken.push(Buffer.from(piece).toString()),
  );
  return { ...form, file: form.file instanceof File ? form.file.name : form.file, taken: taken.join("") };
}

describe("a form", () => {
  test("gives its file's name and its title, in any order, and its file goes on", async () => {
    const title = part('name="title"', "größer 📖");
    for (const parts of [
      [FILE, title, END],
      [title, FILE, END],
    ])
      expect(await read(parts)).toEqual({ file: "a.pdf", title: "größer 📖", taken: "%PDF-1.7" });
  });

  test("may come letter by letter", async () => {
    expect(await read(FILE + END)).toEqual({ file: "a.pdf", title: undefined, taken: "%PDF-1.7" });
  });

  test("may have before it, behind it and in it what nobody asked for", async () => {
    const others = ["__proto__", "constructor", "a[4294967294]", "a.".repeat(4000)].map((name) =>
      part(`name="${name}"`),
    );
    const parts = ["preamble\r\n", ...others, part('name="a"; filename="other.pdf"', "other"), FILE, END, "epilogue"];
    expect(await read(parts)).toEqual({ file: "a.pdf", title: undefined, taken: "%PDF-1.7" });
  });

  test.each([
    ["C:\\fakepath\\a.pdf", "C:\\fakepath\\a.pdf"],
    ["a/b; c=d.pdf", "a/b; c=d.pdf"],
    ["größe 密.pdf", "größe 密.pdf"],
    ["", ""],
  ])("has a file named %j as it was sent", async (sent, name) => {
    expect(await read([part(`name="file"; filename="${sent}"`), END])).toMatchObject({ file: name });
  });

  test.each([
    ["without a name for the file", part('name="file"', "x", "Content-Type: application/octet-stream\r\n"), "x"],
    ["with two files", FILE + FILE, [expect.any(File), expect.any(File)]],
    ["with a text and a file", part('name="file"') + FILE, ["x", expect.any(File)]],
    ["without any", "", undefined],
    ["with a hundred", FILE.repeat(100), [expect.any(File), expect.any(File)]],
  ])("%s says what it has", async (_, parts, file) => {
    expect((await read([parts, END])).file).toEqual(file);
  });
});

// 64 uploads of a hundred titles of 64 KB each, not ended, were once 400 MB of a replica.
test("a title is kept as far as one may be long, and several as two", async () => {
  const titles = part('name="title"', "x".repeat(10_000)).repeat(90);
  expect((await read([FILE, titles, END])).title).toEqual(["x".repeat(4096), "x".repeat(4096)]);
});

const malformed = { kind: "malformed", detail: "Send what the Content-Type header says." };

// Such a request was never answered, and kept its place.
test("a form that ends and begins again is malformed, though its parser waits without end", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const refused = expect(read(["--b--\r\n--bT"])).rejects.toMatchObject(malformed);
  await vi.waitFor(() => expect(vi.getTimerCount()).toBe(1));
  await vi.advanceTimersByTimeAsync(10_000);
  await refused;
});

describe("how fast a form has to come", () => {
  /** A file that comes in pieces of so many bytes, each so many seconds after the one before. */
  const coming = (pieces: number, bytes: number, seconds: number) => {
    vi.useFakeTimers({ toFake: ["performance"] });
    const later = function* () {
      yield FILE.slice(0, -2);
      for (let sent = 0; sent < pieces; sent++) {
        vi.advanceTimersByTime(seconds * 1000);
        yield "x".repeat(bytes);
      }
      yield `\r\n${END}`;
    };
    return later();
  };

  test("a byte now and then is too slow, after 45 s", async () => {
    expect(await read(coming(3, 1, 14))).toMatchObject({ file: "a.pdf" });
    const tooSlow = { kind: "too-slow", detail: "A file has to come with 16 KB a second: try a faster connection." };
    await expect(read(coming(1000, 1, 19))).rejects.toMatchObject(tooSlow);
  });

  test("16 KB a second are enough, for however long", async () => {
    expect((await read(coming(100, 20 * 16_100, 20))).taken).toHaveLength(8 + 100 * 20 * 16_100);
  });

  test("and the time that storage takes is not the sender's", async () => {
    vi.useFakeTimers({ toFake: ["performance"] });
    const pieces = request([FILE, END]);
    await readForm(pieces, async () => void vi.advanceTimersByTime(600_000));
  });
});

describe("a form is malformed", () => {
  test.each([
    ["without a boundary", FILE + END, { "content-type": "multipart/form-data" }],
    ["with another boundary", FILE + END, { "content-type": "multipart/form-data; boundary=y" }],
    ["that is none", "{}", { "content-type": "application/json" }],
    ["of no kind", FILE + END, {}],
    ["of nothing", "", HEADERS],
    ["that is cut short in a head", "--b\r\nContent-Dispo", HEADERS],
    ["that is cut short in its file", FILE.slice(0, -4), HEADERS],
    ["without its end", FILE, HEADERS],
    ["of a preamble alone", "-".repeat(1_000_000), HEADERS],
    ["of a head alone", `--b\r\n${"X: y\r\n".repeat(100_000)}`, HEADERS],
    ["of a name alone", `--b\r\nContent-Disposition: form-data; name="${"a".repeat(1_000_000)}`, HEADERS],
  ])("%s", async (_, body, headers) => {
    await expect(read([body], headers)).rejects.toMatchObject(malformed);
  });

  test("whose sender goes away", async () => {
    const gone = (function* () {
      yield FILE;
      throw new Error("The connection was closed.");
    })();
    await expect(read(gone)).rejects.toMatchObject(malformed);
  });
});

test.each([
  ["of parts", part('name="a"'), HEADERS],
  ["of parts that are empty", "--b\r\n\r\n\r\n", HEADERS],
  ["as links have them", "a=b&", { "content-type": "application/x-www-form-urlencoded" }],
])("a form of many fields %s is not read one by one", async (_, field, headers) => {
  const endless = { kind: "invalid", detail: "request: has more than 100 fields" };
  await expect(read(Array(20).fill(field.repeat(1000)), headers)).rejects.toMatchObject(endless);
});

test("a form that is larger than one may be is read no further", async () => {
  let megabytes = 0;
  const endless = (function* () {
    for (; ; megabytes++) yield "x".repeat(1024 * 1024);
  })();
  await expect(read(endless)).rejects.toMatchObject({ kind: "too-large" });
  expect(megabytes).toBe(Math.floor(MOST_UPLOAD_BYTES / 1024 / 1024));
});

test("no more of a form is read than is taken", async () => {
  let sent = 0;
  const pieces = (function* () {
    yield part('name="file"; filename="a"').slice(0, -3);
    for (; sent < 100; sent++) yield "x".repeat(64 * 1024);
    yield `\r\n${END}`;
  })();
  const behind: number[] = [];
  let taken = 0;
  await readForm(request(pieces), async (piece) => {
    taken += piece.length;
    behind.push(sent - Math.floor(taken / 65536));
  });
  expect([taken, Math.max(...behind) < 4]).toEqual([100 * 65536, true]);
});

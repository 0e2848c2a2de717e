import { Busboy, type BusboyInstance } from "@fastify/busboy";
import { PDF_LIMITS } from "@flipdocs/contract";
import { Problem } from "../problems/problem.ts";
import { MOST_UPLOAD_BYTES, tooLarge } from "./upload.ts";

/** What a form has under the names that an upload may have: nothing, a text, a file without its bytes, or several. */
export type Form = Record<"file" | "title", unknown>;

// 32 MB may be eight million fields. A text is cut: a title has 200 letters.
const MOST_FIELDS = 100;
const LIMITS = { parts: MOST_FIELDS, fields: MOST_FIELDS, fieldSize: 4 * 1024, headerSize: 16 * 1024 };
// The second says that there are several: kept until the end, a hundred are megabytes.
const MOST_KEPT = 2;
// So much is looked at before a refusal counts.
const SLICE = 64 * 1024;
// All that it goes on with is there: a parser that takes so long waits for itself (`--b--\r\n--bT`, in busboy).
const PARSER_MS = 10_000;
// Places are few. Bun ends at 60 s whoever sends less, and tells nobody why.
const SLOW = { afterMs: 45_000, bytesPerMs: 16 };

/**
 * Reads a form as it comes. The bytes of its file go on at once, and no more is read until they are taken; what nobody
 * asked for is passed over. A form that is refused is read to its end all the same: who still sends does not listen.
 *
 * @param request with a form for its body
 * @param take takes a piece of the file; it never rejects
 * @returns file and title; a list where one was sent more than once
 * @throws Problem `malformed` when the body is no form or ends too early, `invalid` when it has too many fields;
 *   `too-large` and `too-slow` at once
 */
export async function readForm(request: Request, take: (piece: Uint8Array) => Promise<void>): Promise<Form> {
  const form = formFor(request);
  const passOn = async () => {
    for (const piece of form.pieces.splice(0)) await take(piece);
  };
  for await (const slice of slicesOf(request)) {
    await form.push(slice);
    await passOn();
  }
  await form.end();
  await passOn();
  const only = (values: unknown[]): unknown => (values.length > 1 ? values : values[0]);
  return { file: only(form.fields.file), title: only(form.fields.title) };
}

function formFor(request: Request) {
  const fields: Record<keyof Form, unknown[]> = { file: [], title: [] };
  const pieces: Uint8Array[] = [];
  const keep = (name: string, value: unknown) => {
    const values = Object.hasOwn(fields, name) ? fields[name as keyof Form] : [];
    if (values.length < MOST_KEPT) values.push(value);
  };
  let refusal: Problem | undefined;
  // A parser that fails calls nobody back.
  let goOn = () => {};
  const fail = (cause: unknown) => {
    refusal ??= malformed(cause);
    goOn();
  };
  const step = (work: (done: () => void) => void) =>
    new Promise<void>((done) => {
      const late = setTimeout(() => fail(new Error("The parser does not go on")), PARSER_MS);
      goOn = () => {
        clearTimeout(late);
        done();
      };
      refusal ? goOn() : work(() => goOn());
    });
  const parser = parserFor(request);
  parser.on("error", fail);
  const tooMany = () => {
    refusal ??= new Problem("invalid", `request: has more than ${MOST_FIELDS} fields`);
  };
  parser.on("partsLimit", tooMany).on("fieldsLimit", tooMany);
  parser.on("field", keep);
  parser.on("file", (name, file, fileName) => {
    keep(name, new File([], fileName));
    const isTheFile = name === "file" && fields.file.length === 1;
    // That it is cut short the parser says as well.
    file.on("data", (piece: Uint8Array) => isTheFile && pieces.push(piece)).on("error", () => undefined);
  });
  return {
    fields,
    pieces,
    push: (slice: Uint8Array) => step((taken) => parser.write(slice, taken)),
    end: async () => {
      await step((finished) => parser.once("finish", finished).end());
      if (refusal) throw refusal;
    },
  };
}

function parserFor(request: Request): BusboyInstance {
  const headers = { "content-type": request.headers.get("content-type") ?? "" };
  const isPartAFile = (_name?: string, _type?: string, fileName?: string) => fileName !== undefined;
  try {
    return new Busboy({ headers, limits: LIMITS, preservePath: true, isPartAFile });
  } catch (cause) {
    throw malformed(cause);
  }
}

// Left to itself Bun lets a hundred megabytes of pieces lie that have long gone on: it collects when its heap has doubled.
// Once for each 32 MB, of all uploads together, takes 10 ms.
let uncollected = 0;
function collect(bytes: number): void {
  uncollected += bytes;
  if (uncollected < PDF_LIMITS.bytes) return;
  uncollected = 0;
  globalThis.Bun?.gc(true);
}

async function* slicesOf({ body }: Request): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  // How long it was waited for the sender: that storage is slow is not their fault.
  let waitedMs = 0;
  let from = performance.now();
  try {
    for await (const chunk of body ?? []) {
      bytes += chunk.length;
      waitedMs += performance.now() - from;
      collect(chunk.length);
      if (bytes > MOST_UPLOAD_BYTES) throw tooLarge();
      if (waitedMs > SLOW.afterMs && bytes < waitedMs * SLOW.bytesPerMs) throw tooSlow();
      for (let at = 0; at < chunk.length; at += SLICE) yield chunk.subarray(at, at + SLICE);
      from = performance.now();
    }
  } catch (cause) {
    throw cause instanceof Problem ? cause : malformed(cause);
  }
}

const malformed = (cause: unknown): Problem =>
  new Problem("malformed", "Send what the Content-Type header says.", { cause });

const tooSlow = (): Problem =>
  new Problem("too-slow", `A file has to come with ${SLOW.bytesPerMs} KB a second: try a faster connection.`);

import { createHash } from "node:crypto";
import { copyFile, mkdir, open, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";

const Facts = z.object({
  mimetype: z.string(),
  cacheControl: z.string(),
  eTag: z.string(),
  size: z.number(),
});

/** What a stored object is, in the words of Supabase Lite's storage. */
export type ObjectFacts = z.infer<typeof Facts> & { contentLength: number; httpStatusCode: number };

const withLength = (facts: z.infer<typeof Facts>): ObjectFacts => ({
  ...facts,
  contentLength: facts.size,
  httpStatusCode: 200,
});

/**
 * Storage for Supabase Lite: one file an object, and its facts beside it. Lite's own adapter kills a Bun server
 * after a few downloads. Names are hashed, so that no key, however odd, leaves the folder.
 */
export class ObjectFiles {
  readonly driver = null;
  readonly #folder: string;

  /** @param folder where the files lie; it is made when it is missing */
  constructor(folder: string) {
    this.#folder = folder;
  }

  async uploadObject(
    bucket: string,
    key: string,
    _version: string | undefined,
    body: ReadableStream<Uint8Array> | Uint8Array,
    mimetype: string,
    cacheControl: string,
  ): Promise<ObjectFacts> {
    await mkdir(this.#folder, { recursive: true });
    const [path, coming] = [this.#path(bucket, key), join(this.#folder, crypto.randomUUID())];
    try {
      const facts = { mimetype, cacheControl, ...(await pour(body instanceof Uint8Array ? [body] : body, coming)) };
      await writeFile(`${path}.json`, JSON.stringify(facts));
      await rename(coming, path);
      return withLength(facts);
    } finally {
      await rm(coming, { force: true });
    }
  }

  async getObject(bucket: string, key: string) {
    const body = new Blob([await readFile(this.#path(bucket, key))]);
    return { metadata: await this.headObject(bucket, key), httpStatusCode: 200, body };
  }

  async headObject(bucket: string, key: string): Promise<ObjectFacts> {
    return withLength(Facts.parse(JSON.parse(await readFile(`${this.#path(bucket, key)}.json`, "utf8"))));
  }

  async copyObject(bucket: string, key: string, _v: string | undefined, toBucket: string, toKey: string) {
    const [from, to] = [this.#path(bucket, key), this.#path(toBucket, toKey)];
    await Promise.all([copyFile(from, to), copyFile(`${from}.json`, `${to}.json`)]);
    return { httpStatusCode: 200, eTag: (await this.headObject(toBucket, toKey)).eTag };
  }

  async deleteObject(bucket: string, key: string): Promise<void> {
    const path = this.#path(bucket, key);
    await Promise.all([rm(path, { force: true }), rm(`${path}.json`, { force: true })]);
  }

  async deleteObjects(bucket: string, keys: string[]): Promise<void> {
    await Promise.all(keys.map((key) => this.deleteObject(bucket, key)));
  }

  async privateAssetUrl(bucket: string, key: string): Promise<string> {
    return `file://${this.#path(bucket, key)}`;
  }

  #path(bucket: string, key: string): string {
    return join(this.#folder, createHash("sha256").update(`${bucket}/${key}`).digest("hex"));
  }
}

/** Writes what comes into a file, and says what it was. */
async function pour(body: Iterable<Uint8Array> | AsyncIterable<Uint8Array>, path: string) {
  const [file, hash] = [await open(path, "w"), createHash("sha256")];
  let size = 0;
  try {
    for await (const piece of body) {
      await file.write(piece);
      hash.update(piece);
      size += piece.byteLength;
    }
  } finally {
    await file.close();
  }
  return { eTag: `"${hash.digest("hex").slice(0, 32)}"`, size };
}

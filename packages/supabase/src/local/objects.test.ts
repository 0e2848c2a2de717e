import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { ObjectFiles } from "./objects.ts";

async function objects() {
  const folder = await mkdtemp(join(tmpdir(), "objects-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const files = new ObjectFiles(folder);
  const upload = (body: ReadableStream<Uint8Array> | Uint8Array) =>
    files.uploadObject("originals", "a/b.pdf", undefined, body, "application/pdf", "no-cache");
  return { folder, files, upload };
}

/** A body that comes in pieces, and how it ends. */
function coming(pieces: string[], end: (body: ReadableStreamDefaultController) => void): ReadableStream<Uint8Array> {
  const left = pieces.values();
  const pull = (body: ReadableStreamDefaultController) => {
    const { done, value } = left.next();
    done ? end(body) : body.enqueue(Buffer.from(value));
  };
  return new ReadableStream({ pull });
}

test("a file that comes in pieces is the same as one that comes at once", async () => {
  const { files, upload } = await objects();
  const whole = await upload(Buffer.from("%PDF-1.7"));
  expect(await upload(coming(["%PDF", "-1.7"], (body) => body.close()))).toEqual(whole);
  expect(await (await files.getObject("originals", "a/b.pdf")).body.text()).toBe("%PDF-1.7");
});

test("of a file that is cut short nothing stays", async () => {
  const { folder, upload } = await objects();
  const cut = coming(["%PDF"], (body) => body.error(new Error("The connection was closed.")));
  await expect(upload(cut)).rejects.toThrow("closed");
  expect(await readdir(folder)).toEqual([]);
});

import type { Asking } from "../../testing/asking.ts";

/** How long a person waited for a book. */
export interface Made {
  id: string;
  /** Seconds from the upload's first byte until the picture of the first page was answered. */
  firstPage: number;
  /** Pages a second from then until the book was ready. */
  pagesPerSecond: number;
}

/** A person who has books made. */
export interface Member {
  ask: Asking;
  cookie: string;
}

const LONGEST_MS = 1_800_000;

/** Uploads a PDF; answers with the book's id once it was taken in. */
export async function send({ ask, cookie }: Member, pdf: Buffer): Promise<string> {
  const form = new FormData();
  form.set("file", new File([new Uint8Array(pdf)], "book.pdf", { type: "application/pdf" }));
  const sent = new Response(form);
  const [type, body] = [sent.headers.get("content-type") ?? "", Buffer.from(await sent.arrayBuffer())];
  const headers = { cookie, "content-type": type, "content-length": String(body.length) };
  const answer = await ask("/api/v1/books", { method: "POST", headers, body });
  if (answer.status !== 201) throw new Error(`an upload was answered with ${answer.status}: ${answer.body}`);
  return (JSON.parse(answer.body) as { id: string }).id;
}

/**
 * Uploads a PDF, and waits for the book.
 *
 * @param begun is told the book's id when its first page can be read
 */
export async function make(
  member: Member,
  pdf: Buffer,
  pages: number,
  begun: (id: string) => void = () => {},
): Promise<Made> {
  const started = performance.now();
  const id = await send(member, pdf);
  await often(100, async () => (await picture(member, id, 1)) === 200);
  const first = performance.now();
  begun(id);
  await made(member, id);
  const took = (performance.now() - first) / 1000;
  return { id, firstPage: (first - started) / 1000, pagesPerSecond: (pages - 1) / took };
}

/** Waits until a book is ready. */
export const made = (member: Member, id: string): Promise<void> => often(300, () => isReady(member, id));

async function picture({ ask, cookie }: Member, id: string, page: number): Promise<number> {
  return (await ask(`/api/v1/books/${id}/pages/${page}/image`, { headers: { cookie } })).status;
}

async function isReady({ ask, cookie }: Member, id: string): Promise<boolean> {
  const { status, body } = await ask(`/api/v1/books/${id}`, { headers: { cookie } });
  if (status !== 200) return false;
  const book = JSON.parse(body) as { status: string; failure: string | null };
  if (book.status === "failed") throw new Error(`the book could not be made: ${book.failure}`);
  return book.status === "ready";
}

/** Looks until it is so; a look begins so many milliseconds after the last one did, or when that is answered. */
async function often(ms: number, look: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + LONGEST_MS; Date.now() < end; ) {
    const pause = new Promise((done) => setTimeout(done, ms));
    if (await look()) return;
    await pause;
  }
  throw new Error("a book was not made within half an hour");
}

import { createHash } from "node:crypto";
import type { Book } from "@flipdocs/contract";
import { BUCKETS } from "@flipdocs/supabase";
import { z } from "zod";
import { hashOf, keyIn } from "../creations/key.ts";
import { told } from "../problems/from-error.ts";
import { Problem } from "../problems/problem.ts";
import { refuseUnkeepable } from "../requests/text.ts";
import type { Services } from "../services.ts";
import { dataOf } from "../supabase/answer.ts";
import { type Form, readForm } from "./form.ts";
import { addBook, originalOf } from "./library.ts";
import type { Quotas } from "./quota.ts";
import { storeAsItComes } from "./storing.ts";
import { incomingPdf, titleOf } from "./upload.ts";

const Upload = z.object({ file: z.instanceof(File), title: z.string().optional() });

/**
 * Takes an upload in as it comes: nothing of it waits here, and storage hears that its file is whole when all else is
 * found to be well. Whatever ends it before leaves nothing behind.
 *
 * @param request with the form
 * @param services who asks, where the book is made, and how many there may be
 * @returns the book, not yet made; with an Idempotency-Key, the one that was made under it before
 * @throws Problem, the first that there is of: `malformed`, `invalid`, `too-large`, `not-a-pdf`, `over-quota`,
 *   `unavailable`; and with an Idempotency-Key `key-reused`, `key-under-way`
 */
export async function takeIn(
  request: Request,
  { readers, queue, quotas }: Pick<Services, "readers" | "queue"> & { quotas: Quotas },
): Promise<Book> {
  const id = crypto.randomUUID();
  const pdf = incomingPdf(() =>
    storeAsItComes(async (body, signal) => {
      const { user, supabase } = await readers.signedIn(request, signal);
      const originals = supabase.storage.from(BUCKETS.originals);
      dataOf(await originals.upload(originalOf(user, id), body, { contentType: "application/pdf", duplex: "half" }));
    }),
  );
  const key = keyIn(request);
  const hash = createHash("sha256");
  const take = (piece: Uint8Array) => {
    if (key) hash.update(piece);
    return pdf.take(piece);
  };
  try {
    const { file, title } = checked(await readForm(request, take));
    const whole = pdf.whole();
    const { user, supabase } = await readers.signedIn(request);
    const named = { title: titleOf(title, file.name), titled: Boolean(title?.trim()) };
    const book = { id, ...named, bytes: pdf.bytes(), file: whole };
    const asked = key && { key, request: hashOf("book", title ?? null, file.name, hash.digest("base64url")) };
    return await addBook(supabase, user, book, { queue, quotas }, asked || undefined);
  } finally {
    await pdf.drop();
  }
}

function checked(form: Form): z.infer<typeof Upload> {
  refuseUnkeepable({ body: form, query: {}, params: {} });
  const upload = Upload.safeParse(form);
  if (!upload.success) throw new Problem("invalid", told(upload.error.issues));
  return upload.data;
}

import { z } from "zod";
import { ApiError } from "@/api/problem.ts";
import { serverSharing } from "@/api/server.ts";
import { type Change, changeIn, type Refusal } from "@/sharing/change.ts";
import { isForeign } from "@/sharing/origin.ts";

/** Does what a form of a book's links says, and goes back to them; it works without scripts. */
export async function POST(request: Request, { params }: RouteContext<"/books/[id]/sharing/change">) {
  if (isForeign(request.headers)) return new Response("This form came from another site.", { status: 403 });
  const { id } = await params;
  const form = await request.formData().then(Object.fromEntries, () => ({}));
  const change = changeIn(form, new Date().toISOString().slice(0, 10));
  const why = change.act === "refuse" ? change.why : await done(id, change);
  const location = `/books/${encodeURIComponent(id)}/sharing${why ? `?refused=${why}` : ""}`;
  return new Response(null, { status: 303, headers: { location } });
}

async function done(book: string, change: Exclude<Change, { act: "refuse" }>): Promise<Refusal | undefined> {
  if (!z.uuid().safeParse(book).success) return undefined;
  const sharing = await serverSharing();
  try {
    if (change.act === "make") await sharing.makeShare(book, change.wanted, change.key);
    else if (change.act === "change") await sharing.changeShare(book, change.share, change.change);
    else await sharing.revokeShare(book, change.share);
    return undefined;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.status === 422) return change.act === "make" && change.wanted.password ? "weak" : "form";
    // The page says itself that nobody is signed in, that there is no such book, or that the same form has made its link;
    // and what is revoked already is gone.
    return [401, 404, 409].includes(error.status) ? undefined : "away";
  }
}

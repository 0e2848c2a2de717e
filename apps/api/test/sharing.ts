import { type Book, Share } from "@flipdocs/contract";
import { smallPdf } from "./pdf.ts";
import { type Replica, startReplica } from "./replica.ts";
import { signUp, Visitor } from "./visitor.ts";

type Member = Awaited<ReturnType<typeof signUp>>;

/** A book of two pages, its owner, and a stranger who has links to it. */
export type Sharing = {
  replica: Replica;
  owner: Member;
  stranger: Visitor;
  book: Book;
  /** The file that the book was made of. */
  pdf: Uint8Array<ArrayBuffer>;
  /** Where the book's links are. */
  links: string;
  /** Makes a link, as its owner. */
  link: (wanted?: object) => Promise<Share>;
  /** What a stranger gets by a link. */
  visit: (
    share: Pick<Share, "token">,
    path?: string,
    headers?: Record<string, string>,
  ) => Promise<{ status: number; headers: Headers; text: string }>;
};

/**
 * Starts a replica, and has a book made there.
 *
 * @param title of the book
 * @returns the book and those who have to do with it; stop the replica
 */
export async function startSharing(title: string): Promise<Sharing> {
  const replica = await startReplica();
  const owner = await signUp(replica.url);
  const stranger = new Visitor(replica.url);
  const pdf = smallPdf(["A lighthouse at sea", "And its keeper"]);
  const book = await owner.makeBook(pdf, title);
  const links = `/v1/books/${book.id}/shares`;
  return {
    replica,
    owner,
    stranger,
    book,
    pdf,
    links,
    link: async (wanted = { access: "unlisted" }) => Share.parse(await (await owner.post(links, wanted)).json()),
    visit: async ({ token }, path = "", headers = {}) => {
      const answer = await stranger.fetch(`/v1/shares/${token}${path}`, { headers });
      return { status: answer.status, headers: answer.headers, text: await answer.text() };
    },
  };
}

import type { Direction, OutlineEntry, PageLink, ShelfOrder, Word } from "@flipdocs/contract";
import type { SupabaseClient } from "@supabase/supabase-js";

type Book = {
  id: string;
  owner: string | null;
  title: string;
  status: "making" | "ready" | "failed";
  visibility: "private" | "public";
  page_count: number;
  failure: string | null;
  created_at: string;
  bytes: number;
  deleted_at: string | null;
  read_at: string | null;
  titled: boolean;
  cover: string | null;
  outline: OutlineEntry[];
  direction: Direction;
};

type ShownColumn = "id" | "title" | "status" | "visibility" | "page_count" | "failure" | "created_at" | "cover";

type Page = {
  book_id: string;
  number: number;
  width: number;
  height: number;
  digest: string;
  words: Word[];
  links: PageLink[];
  content: string;
};

type Profile = { id: string; display_name: string; created_at: string };

type Share = {
  id: string;
  book_id: string;
  token: string;
  access: "public" | "unlisted" | "password";
  password_hash: string | null;
  ends_at: string | null;
  embeddable: boolean;
  downloadable: boolean;
  views: number;
  created_at: string;
};

/** What `shared_book` answers: a link that is good, and the book that it leads to. */
export type SharedRow = Pick<Share, "id" | "access" | "password_hash" | "embeddable" | "downloadable"> & {
  book: Pick<Book, "id" | "owner" | "title" | "page_count"> & { status: "making" | "ready" };
};

type Creation = {
  owner: string;
  key: string;
  request: string;
  made: string;
  answer: unknown;
  begun_at: string;
};

/** What `create_once` answers: see its migration. */
export type CreatedOnce =
  | { state: "begun" | "under way" | "other" }
  | { state: "made"; made: string }
  | { state: "done"; answer: unknown };

/** What `create_once` makes: a book, or a link. */
export type Creatable = { book: Pick<Book, "title" | "titled"> } | { link: Omit<Share, "id" | "views" | "created_at"> };

/** What `find_in_book` answers: totals, and some pages with the words to highlight and those around the first place. */
export type FoundInBook = {
  places: number;
  pages: number;
  hits: { page: number; places: number; words: Word[]; around: { text: string; found: boolean }[] }[];
};

/** What `find_in_library` answers: totals, and some books with their first pages and the words around the first place. */
export type FoundInLibrary = {
  books: number;
  pages: number;
  places: number;
  found: {
    id: string;
    title: string;
    pages: number;
    places: number;
    hits: { page: number; places: number; around: { text: string; found: boolean }[] }[];
  }[];
};

type Table<Row, Required extends keyof Row> = {
  Row: Row;
  Insert: Pick<Row, Required> & Partial<Row>;
  Update: Partial<Row>;
  Relationships: [];
};

/** The schema that the migrations make, as supabase-js wants to know it. */
export type Database = {
  public: {
    Tables: {
      books: Table<Book, "title">;
      creations: Table<Creation, "key" | "request" | "made">;
      pages: {
        Row: Page;
        Insert: Omit<Page, "links"> & Partial<Pick<Page, "links">>;
        Update: Partial<Page>;
        Relationships: [
          {
            foreignKeyName: "pages_book_id_fkey";
            columns: ["book_id"];
            isOneToOne: false;
            referencedRelation: "books";
            referencedColumns: ["id"];
          },
        ];
      };
      profiles: Table<Profile, "id" | "display_name">;
      shares: Table<Share, "book_id" | "token" | "access">;
    };
    Views: Record<never, never>;
    Functions: {
      find_in_book: {
        Args: { book: string; typed: string; after?: number; most?: number };
        Returns: FoundInBook;
      };
      shared_book: { Args: { token: string }; Returns: SharedRow[] };
      count_view: { Args: { share: string }; Returns: number | null };
      find_in_library: {
        Args: { member: string; typed: string; skip?: number; most?: number };
        Returns: FoundInLibrary;
      };
      own_books: {
        Args: { member: string; sorted?: ShelfOrder; after_place?: string; after_id?: string; most?: number };
        Returns: (Pick<Book, ShownColumn> & { place: string })[];
      };
      shelf_use: { Args: { member: string }; Returns: { books: number; bytes: number }[] };
      weigh_book: {
        Args: { member: string; book: string; size: number; most_books: number; most_bytes: number };
        Returns: boolean;
      };
      create_once: { Args: { key: string; request: string; made: string } & Creatable; Returns: CreatedOnce };
      delete_book: { Args: { book: string }; Returns: boolean };
      restore_book: { Args: { book: string }; Returns: boolean };
      drop_upload: { Args: { book: string }; Returns: boolean };
      mark_read: { Args: { book: string }; Returns: boolean };
      delete_account: { Args: Record<never, never>; Returns: boolean };
      deleted_books: { Args: Record<never, never>; Returns: { id: string; title: string; deleted_at: string }[] };
    };
  };
};

/** supabase-js, knowing our schema. */
export type Supabase = SupabaseClient<Database>;

/** The bucket of uploaded PDFs and the bucket of page images. */
export const BUCKETS = { originals: "originals", pages: "pages" } as const;

/**
 * Where a book's files lie in both buckets; the storage policies read the owner from it.
 *
 * @param owner the owner's id, or null for the house's own book
 * @param book the book's id
 * @returns `<owner>/<book>`
 */
export function bookFolder(owner: string | null, book: string): string {
  return `${owner ?? "house"}/${book}`;
}

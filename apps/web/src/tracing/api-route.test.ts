import { expect, test } from "vitest";
import { flipdocsApi, type Transport } from "@/api/client.ts";
import { libraryApi } from "@/api/library.ts";
import { sharingApi } from "@/api/sharing.ts";
import { apiRoute } from "./api-route.ts";

const TOKEN = "Zm9sZGVkLWF0LXJhbmRvbS0x";

test("whatever is asked of the API is named without whose it is and without what is looked for", async () => {
  const named: string[] = [];
  const send: Transport = (path) => {
    named.push(apiRoute(path));
    return Promise.reject(new Error("not asked"));
  };
  const [book, link, shelf] = [flipdocsApi(send), sharingApi(send), libraryApi(send)];
  await Promise.allSettled<unknown>([
    book.pages(TOKEN),
    book.text(TOKEN, 7),
    book.contents(TOKEN),
    book.search(TOKEN, "secret"),
    book.session(),
    book.publicBooks(),
    book.book(TOKEN),
    link.sharedBook(TOKEN),
    link.openShare(TOKEN, "secret"),
    link.revokeShare(TOKEN, TOKEN),
    shelf.find("secret"),
  ]);
  expect(named).toEqual([
    "/v1/shares/:id/pages",
    "/v1/shares/:id/pages/:id/words",
    "/v1/shares/:id/contents",
    "/v1/shares/:id/search",
    "/v1/auth/session",
    "/v1/books/public",
    "/v1/books/:id",
    "/v1/shares/:id",
    "/v1/shares/:id/open",
    "/v1/books/:id/shares/:id",
    "/v1/search",
  ]);
});

test("a path without end has a name with one", () => {
  expect(apiRoute("/x".repeat(1000))).toBe("/:id".repeat(7));
});

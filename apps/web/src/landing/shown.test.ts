import { expect, test } from "vitest";
import { shownPages } from "./shown.ts";

test("a page comes with small pictures to choose from", () => {
  const id = "5a3b1e00-f11b-4d0c-8000-000000000001";
  const book = {
    id,
    title: "Lakes",
    status: "ready",
    visibility: "public",
    pageCount: 9,
    failure: null,
    createdAt: "2026-11-23T09:00:00.000Z",
  } as const;
  const image = `/api/v1/books/${id}/pages/2/image`;
  expect(shownPages({ book, pages: [{ number: 2, width: 1200, height: 1700 }] })).toMatchObject([
    {
      number: 2,
      picture: `${image}?width=600`,
      choice: { srcSet: `${image}?width=240 240w, ${image}?width=600 600w` },
    },
  ]);
});

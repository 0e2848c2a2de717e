import { expect, test, vi } from "vitest";
import { NO_CONTENTS } from "./contents.ts";
import { type Asked, follow, type Known } from "./follow.ts";

const page = (number: number) => ({ number, width: 600, height: 800 });
const nothing: Known = { title: "scan.pdf", pageCount: 0, pages: [], contents: NO_CONTENTS };
const contents = { ...NO_CONTENTS, direction: "rtl" as const };
const named = { title: "Tides", pageCount: 3 };

/** A book that answers each question for pages by the next of these, and at last with none. */
function book(answers: (number[] | Error)[], standing: Awaited<ReturnType<Asked["standing"]>> = named) {
  const asked = {
    pages: vi.fn(async () => {
      const answer = answers.shift() ?? [];
      if (answer instanceof Error) throw answer;
      return answer.map(page);
    }),
    standing: vi.fn(async () => standing),
    contents: vi.fn(async () => contents),
  };
  const told: Known[] = [];
  const leaving = new AbortController();
  const wait = vi.fn(async () => undefined);
  const following = (from: Known) => follow(from, asked, (known) => told.push(known), wait, leaving.signal);
  return { asked, told, following, leaving, wait };
}

test("a book without a page is told with its name and contents as soon as it has one, and then page by page", async () => {
  const { told, following } = book([[], [1], [2, 3]]);
  expect(await following(nothing)).toBe(true);
  expect(told.map(({ pages, ...known }) => [known, pages.length])).toEqual([
    [{ ...named, contents }, 1],
    [{ ...named, contents }, 3],
  ]);
});

test("it is asked for pages after those that are known, and no more often than every half second", async () => {
  const { asked, following, wait } = book([[2], [3]]);
  await following({ ...nothing, ...named, pages: [page(1)] });
  expect(asked.pages.mock.calls).toEqual([[1], [2]]);
  expect(wait.mock.calls).toEqual([[500], [500]]);
});

test("where there is no answer it asks again", async () => {
  const { told, following } = book([new Error("offline"), [1, 2, 3]]);
  expect(await following(nothing)).toBe(true);
  expect(told).toHaveLength(1);
});

test("a book that failed, or is no longer there, ends it", async () => {
  const { told, following } = book([[]], null);
  expect(await following({ ...nothing, ...named, pages: [page(1)] })).toBe(false);
  expect(told).toEqual([]);
});

test("nobody is told who has left", async () => {
  const { told, following, leaving, asked } = book([[1]]);
  leaving.abort();
  asked.pages.mockImplementationOnce(async () => [page(1)]);
  expect(await following(nothing)).toBe(true);
  expect([told, asked.pages.mock.calls]).toEqual([[], []]);
});

test("of a whole book nothing is asked", async () => {
  const { asked, following } = book([]);
  await following({ ...nothing, pageCount: 1, pages: [page(1)] });
  expect(asked.pages).not.toHaveBeenCalled();
});

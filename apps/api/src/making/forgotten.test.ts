import { expect, test } from "vitest";
import type { Clients } from "../supabase/clients.ts";
import { requeueForgotten } from "./forgotten.ts";

test("asks again for the books that were begun before and are not made", async () => {
  const asked: unknown[] = [];
  const query = {
    from: () => query,
    select: () => query,
    eq: (...filter: unknown[]) => {
      asked.push(filter);
      return query;
    },
    is: (...filter: unknown[]) => {
      asked.push(filter);
      return query;
    },
    lt: async (...filter: unknown[]) => {
      asked.push(filter);
      return { data: [{ id: "one" }, { id: "two" }], error: null };
    },
  };
  const added: string[] = [];
  const queue = {
    add: async (book: string) => void added.push(book),
    drawCloser: async () => undefined,
    counts: async () => ({}),
    close: async () => undefined,
  };
  const clients = { service: query } as unknown as Clients;
  await requeueForgotten(queue, clients, new Date("2026-01-02T03:04:05Z"));
  expect(asked).toEqual([
    ["status", "making"],
    ["deleted_at", null],
    ["created_at", "2026-01-02T03:04:05.000Z"],
  ]);
  expect(added).toEqual(["one", "two"]);
});

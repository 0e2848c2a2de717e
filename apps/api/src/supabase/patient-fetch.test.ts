import { expect, test, vi } from "vitest";
import { type Fetch, patienceFor, patientFetch } from "./patient-fetch.ts";

const URL_OF_ROWS = "https://project.supabase.test/rest/v1/books";

const sending = (send: (url: unknown, init?: RequestInit) => Promise<Response>) => {
  const breaker = { isOpen: vi.fn(() => false), succeeded: vi.fn(), failed: vi.fn(), doubted: vi.fn() };
  const sent = vi.fn(send);
  return {
    breaker,
    sent,
    ask: patientFetch(breaker, 1250, Object.assign(sent, { preconnect: () => undefined }) as Fetch),
  };
};

test.each([
  ["GET", "/rest/v1/books", 1250],
  ["POST", "/rest/v1/rpc/search_book", 10_000],
  ["POST", "/auth/v1/token?grant_type=password", 10_000],
  ["GET", "/storage/v1/object/pages/a/1.jpg", 10_000],
  ["POST", "/storage/v1/object/originals/a/original.pdf", 30_000],
])("%s %s may take %i ms", (method, path, ms) => {
  expect(patienceFor(method, `https://project.supabase.test${path}`, 1250)).toBe(ms);
});

test("what answers has succeeded, also when the answer is no", async () => {
  const { ask, breaker } = sending(async () => Response.json({ message: "no" }, { status: 500 }));
  await ask(URL_OF_ROWS);
  expect([breaker.succeeded.mock.calls.length, breaker.failed.mock.calls.length]).toEqual([1, 0]);
});

test.each([502, 503, 504])("a gateway's %i is a failure", async (status) => {
  const { ask, breaker } = sending(async () => new Response("", { status }));
  expect((await ask(URL_OF_ROWS)).status).toBe(status);
  expect(breaker.failed).toHaveBeenCalledOnce();
});

test("no answer is a failure, and rejects", async () => {
  const { ask, breaker } = sending(() => Promise.reject(new Error("ECONNRESET")));
  await expect(ask(URL_OF_ROWS)).rejects.toThrow("ECONNRESET");
  expect(breaker.failed).toHaveBeenCalledOnce();
});

test("an answer in no shape of Supabase's is none, and has the probe ask who is there", async () => {
  const { ask, breaker } = sending(async () => new Response("<!doctype html>"));
  await expect(ask(URL_OF_ROWS)).rejects.toThrow("in its shape");
  expect([breaker.failed.mock.calls.length, breaker.doubted.mock.calls.length]).toEqual([0, 1]);
});

test("a visitor who went away is none", async () => {
  const { ask, breaker } = sending((_, init) => Promise.reject(init?.signal?.reason));
  await expect(ask(URL_OF_ROWS, { signal: AbortSignal.abort() })).rejects.toThrow();
  expect(breaker.failed).not.toHaveBeenCalled();
});

test("nothing is sent while the breaker is open", async () => {
  const { ask, breaker, sent } = sending(async () => Response.json([]));
  breaker.isOpen.mockReturnValue(true);
  await expect(ask(URL_OF_ROWS)).rejects.toThrow("Supabase is away");
  expect(sent).not.toHaveBeenCalled();
});

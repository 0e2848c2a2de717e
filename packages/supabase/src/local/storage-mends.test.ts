import { expect, test } from "vitest";
import { mendStorage } from "./storage-mends.ts";

const file = "http://supabase.test/storage/v1/object/pages/a/b/1.jpg";
const storage = mendStorage(async () => new Response("0123456789", { headers: { "content-type": "image/jpeg" } }));
const range = async (bytes: string) => storage(new Request(file, { headers: { range: `bytes=${bytes}` } }));

test.each([
  ["2-4", 206, "bytes 2-4/10", "234"],
  ["7-", 206, "bytes 7-9/10", "789"],
  ["7-99", 206, "bytes 7-9/10", "789"],
  ["-3", 206, "bytes 7-9/10", "789"],
  ["-30", 206, "bytes 0-9/10", "0123456789"],
  ["10-12", 416, "bytes */10", ""],
])("answers the range %s", async (bytes, status, contentRange, text) => {
  const response = await range(bytes);
  expect(response.status).toBe(status);
  expect(response.headers.get("content-range")).toBe(contentRange);
  expect(await response.text()).toBe(text);
});

test("answers all of a file when the range makes no sense", async () => {
  expect((await range("a-b")).status).toBe(200);
});

test("gives signed addresses as supabase-js expects them", async () => {
  const signing = mendStorage(async () => Response.json({ signedUrl: "/storage/v1/object/sign/pages/1.jpg?token=t" }));
  const response = await signing(new Request(file.replace("object", "object/sign"), { method: "POST" }));
  expect(await response.json()).toEqual({ signedURL: "/object/sign/pages/1.jpg?token=t" });
});

test.each(["a", "a/"])("lists one level of the folder %s, as supabase-js expects it", async (prefix) => {
  const asked: unknown[] = [];
  const listing = mendStorage(async (request) => {
    asked.push(await request.json());
    return Response.json(["a/1.jpg", "a/b/1.jpg", "a/b/2.jpg"].map((name) => ({ id: name, name })));
  });
  const url = "http://supabase.test/storage/v1/object/list/pages";
  const response = await listing(new Request(url, { method: "POST", body: JSON.stringify({ prefix, limit: 9 }) }));
  expect(asked).toEqual([{ prefix: "a/", limit: 9 }]);
  expect(await response.json()).toEqual([
    { id: "a/1.jpg", name: "1.jpg" },
    { id: null, name: "b", metadata: null },
  ]);
});

test("leaves everything but storage alone", async () => {
  const response = await storage(
    new Request("http://supabase.test/rest/v1/books", { headers: { range: "bytes=0-1" } }),
  );
  expect(await response.text()).toBe("0123456789");
});

import { readFile } from "node:fs/promises";
import { PDF_LIMITS } from "@flipdocs/contract";
import { expect, test } from "vitest";
import { MOST_UPLOAD_BYTES } from "./upload.ts";

const text = (path: string) => readFile(new URL(`../../../../${path}`, import.meta.url), "utf8");

test("the proxy lets through what the API takes, and no more", async () => {
  expect(await text("nginx/snippets/upload-size.conf")).toContain(`\nclient_max_body_size ${MOST_UPLOAD_BYTES};`);
});

test("the proxy's refusal names the limit", async () => {
  expect(await text("nginx/snippets/refusal-texts.conf")).toContain(`up to ${PDF_LIMITS.bytes / 1024 ** 2} MB.`);
});

test("the bucket keeps what the API takes, and no more", async () => {
  const migration = await text("packages/supabase/migrations/20251127000001_upload_limit.sql");
  expect(migration).toContain(`file_size_limit = ${PDF_LIMITS.bytes} where id = 'originals'`);
});

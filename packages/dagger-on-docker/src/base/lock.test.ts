import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { withLock } from "./lock.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lock-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

test("a second holder waits until the first is done", async () => {
  const order: string[] = [];
  let release = () => {};
  const gate = new Promise<void>((resolve) => {
    release = resolve;
  });
  const first = withLock(folder, "node", () => gate.then(() => order.push("first")));
  const second = withLock(folder, "node", async () => order.push("second"));
  release();
  await Promise.all([first, second]);
  expect(order).toEqual(["first", "second"]);
});

test("work that fails leaves no lock behind", async () => {
  const work = withLock(folder, "node", () => Promise.reject(new Error("broken")));
  await expect(work).rejects.toThrow("broken");
  expect(readdirSync(folder)).toEqual([]);
});

test("a lock whose owner is gone is taken over", async () => {
  const name = createHash("sha256").update("node").digest("hex").slice(0, 16);
  writeFileSync(join(folder, `${name}.lock`), "999999999");
  expect(await withLock(folder, "node", async () => "done")).toBe("done");
});

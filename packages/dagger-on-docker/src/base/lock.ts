import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const RETRY_MS = 200;

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** @returns whether the lock is ours now; a lock whose owner is gone is taken away first */
function tryLock(file: string): boolean {
  try {
    writeFileSync(file, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  try {
    const owner = Number(readFileSync(file, "utf8"));
    if (owner > 0 && !isAlive(owner)) rmSync(file, { force: true });
  } catch {
    // Released between the two looks: the next try gets it.
  }
  return false;
}

/**
 * Does some work that only one process at a time may do, so that two calls never make the same image twice.
 *
 * @param folder where the lock stands; made if it is missing
 * @param name what is locked, any text
 */
export async function withLock<T>(folder: string, name: string, work: () => Promise<T>): Promise<T> {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${createHash("sha256").update(name).digest("hex").slice(0, 16)}.lock`);
  while (!tryLock(file)) await sleep(RETRY_MS);
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

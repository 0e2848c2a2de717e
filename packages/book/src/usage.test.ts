import { spawn } from "node:child_process";
import { expect, onTestFinished, test } from "vitest";
import { type Allowance, watchUsage } from "./usage.ts";

const PLENTY: Allowance = { memoryBytes: 4e9, pageSeconds: 1e6 };

/** Runs a program until it takes too much, and says of what. */
async function exceeded(program: string, allowance: Partial<Allowance>) {
  const child = spawn(process.execPath, ["-e", program]);
  onTestFinished(() => void child.kill("SIGKILL"));
  const { promise, resolve } = Promise.withResolvers<void>();
  const usage = watchUsage(child.pid, { ...PLENTY, ...allowance }, resolve);
  onTestFinished(() => usage.stop());
  await promise;
  return usage.exceeded();
}

test("a process that computes for ever takes too much of the processor", async () => {
  expect(await exceeded("for (;;);", { pageSeconds: 0.5 })).toBe("processor");
});

test("a process that keeps what it makes takes too much memory", async () => {
  const program = "const kept = []; setInterval(() => kept.push(Buffer.alloc(1e7, 1)), 10)";
  expect(await exceeded(program, { memoryBytes: 300e6 })).toBe("memory");
});

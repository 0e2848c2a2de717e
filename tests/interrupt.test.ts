import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { freePort } from "../testing/free-port.ts";
import { root } from "../testing/programs.ts";
import { startDaggerw } from "./programs.ts";

const fixture = ["-m", join(root, "tests/fixtures/pipeline")];

test.each(["SIGINT", "SIGTERM"] as const)(
  "%s during a build stops the step, and nothing stays behind",
  async (signal) => {
    const mark = randomUUID();
    const called = startDaggerw(["-v", "--progress=plain", ...fixture, "call", "sleeps", "--mark", mark, "sync"]);
    await expect.poll(() => commandsWith(`sleep 60 # ${mark}`), { timeout: 60_000 }).not.toEqual([]);
    called.child.kill(signal);
    const { code, stdout } = await called.ended;
    expect(code).toBe(signal === "SIGINT" ? 130 : 143);
    expect(stdout).toBe("");
    expect(await called.leftovers()).toEqual([]);
    await expect.poll(() => commandsWith(`sleep 60 # ${mark}`), { timeout: 20_000 }).toEqual([]);
  },
);

test("SIGINT while the stack is served stops all of it, and nothing stays behind", async () => {
  const port = await freePort();
  const called = startDaggerw(["--progress=plain", "call", "serve", "up", "--ports", `${port}:8080`]);
  try {
    await called.says(new RegExp(`serving on http://localhost:${port}`));
    expect((await fetch(`http://localhost:${port}/`)).status).toBe(200);
  } finally {
    called.child.kill("SIGINT");
  }
  expect((await called.ended).code).toBe(130);
  expect(await called.leftovers()).toEqual([]);
  await expect(fetch(`http://localhost:${port}/`)).rejects.toThrow();
});

/** Programs of this machine whose command contains a text; steps of a build are among them, this shim's own too. */
function commandsWith(text: string): string[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => read(`/proc/${pid}/cmdline`).replaceAll("\0", " "))
    .filter((command) => command.includes(text) && !command.includes("main.ts"));
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

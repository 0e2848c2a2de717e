import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { installing, quoted, script, settle } from "../src/shell.ts";

const run = ([program = "", ...words]: readonly string[]) => spawnSync(program, words, { encoding: "utf8" });

test("lines are one command, which ends with the first that fails", () => {
  expect(script("false", "echo on")).toEqual(["sh", "-euc", "false\necho on"]);
  expect(run(script("echo one", "false", "echo on"))).toMatchObject({ status: 1, stdout: "one\n" });
});

test.each(["", "two words", "it's", "$HOME `id` \\ \"'\n"])("%j is one word, whatever it holds", (text) => {
  expect(run(script(`printf '<%s>' ${quoted(text)}`)).stdout).toBe(`<${text}>`);
});

test("packages are installed alone, and what only apt needs goes in the same layer", () => {
  expect(installing("jq curl")).toEqual([
    "apt-get -qq update",
    "DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends jq curl >/dev/null",
    "rm -rf /var/lib/apt/lists/*",
  ]);
});

test("all of several folders get one mode and one time", () => {
  expect(settle("/out", "/more")).toBe("chmod -R u=rwX,go=rX /out /more && find /out /more -exec touch -h -d @1 {} +");
});

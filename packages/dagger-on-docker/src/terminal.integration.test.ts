import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { images } from "../../../dagger/src/images.ts";

const program = fileURLToPath(new URL("./main.ts", import.meta.url));
const words = [
  "core",
  "container",
  "from",
  `--address=${images.node}`,
  "with-env-variable",
  "--name=A",
  "--value=mine",
];
const shell = ["terminal", "--cmd=sh,-c,test -t 0 && test -t 1 && echo $A has a terminal"];

test("a terminal is that of the caller", () => {
  if (spawnSync("script", ["--version"]).status !== 0)
    return void console.log("skipped: there is no `script` of util-linux to make a terminal with");
  const line = ["bun", "--no-env-file", program, ...words, ...shell].map((word) => `'${word}'`).join(" ");
  const { status, stdout } = spawnSync("script", ["-qec", line, "/dev/null"], { encoding: "utf8" });
  expect(stdout).toContain("mine has a terminal");
  expect(status).toBe(0);
});

test("where there is none, that is said", () => {
  const { status, stderr } = spawnSync("bun", ["--no-env-file", program, ...words, ...shell], { encoding: "utf8" });
  expect(stderr).toContain("Error: terminal needs one: call it from a terminal\n");
  expect(status).toBe(1);
});

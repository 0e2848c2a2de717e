import { expect, test } from "vitest";
import { codeOf } from "../../src/deploy/ending.js";
import { EXIT, Refusal } from "../../src/deploy/refusal.js";
import { parsePrefix } from "../../src/release/reference.js";
import { loginOf } from "../../src/release/registry.js";
import { registryError } from "../../src/release/registry-error.js";
import { MadeFromStandIns } from "../../src/release/stand-ins.js";

const thrown = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    return error;
  }
};

test.each([
  ["a refusal, as it says", new Refusal(EXIT.locked, "robot is at it.", "Wait for it."), 3],
  ["what is no registry", thrown(() => parsePrefix("ghcr.io/Acme")), 2],
  ["half a login", thrown(() => loginOf("robot")), 2],
  ["a registry that is away", registryError("ghcr.io/acme/flipdocs-web", "connection refused"), 2],
  ["bases that are stand-ins", new MadeFromStandIns(["debian:13"]), 2],
  ["what nobody foresaw", new TypeError("x is not a function"), undefined],
])("the exit code of %s", (_, error, code) => {
  expect(codeOf(error)).toBe(code);
});

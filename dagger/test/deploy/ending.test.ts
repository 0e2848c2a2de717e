import type { Secret } from "@dagger.io/dagger";
import { expect, test } from "vitest";
import { parseApp } from "../../src/apps.js";
import { codeOf } from "../../src/deploy/ending.js";
import { EXIT, Refusal } from "../../src/deploy/refusal.js";
import { parsePlatforms } from "../../src/platform.js";
import { parsePrefix, parseTags } from "../../src/release/reference.js";
import { loginOf } from "../../src/release/registry.js";
import { registryError } from "../../src/release/registry-error.js";
import { CannotBuildFor, whyNot } from "../../src/release/several.js";
import { signerOf } from "../../src/release/sign.js";
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
  ["what is no tag", thrown(() => parseTags(["content-1"])), 2],
  ["what is no platform", thrown(() => parsePlatforms(["linux/amd46"])), 2],
  ["what is no app", thrown(() => parseApp("shop")), 2],
  ["half a login", thrown(() => loginOf("robot")), 2],
  ["a key's password without a key", thrown(() => signerOf({ password: {} as Secret, log: true })), 2],
  ["a platform whose programs the engine does not run", new CannotBuildFor("linux/arm64"), 2],
  [
    "a platform that the engine builds nothing for",
    thrown(() =>
      whyNot("linux/arm64")(new Error("Docker alone builds for linux/amd64 here, and not for linux/arm64.")),
    ),
    2,
  ],
  ["a registry that is away", registryError("ghcr.io/acme/flipdocs-web", "connection refused"), 2],
  ["bases that are stand-ins", new MadeFromStandIns(["debian:13"]), 2],
  ["what nobody foresaw", new TypeError("x is not a function"), undefined],
])("the exit code of %s", (_, error, code) => {
  expect(codeOf(error)).toBe(code);
});

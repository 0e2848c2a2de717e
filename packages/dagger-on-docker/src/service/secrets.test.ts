import { expect, test } from "vitest";
import { secretVariables } from "./secrets.ts";

test("a service's secret variables are named by flags, and their values are in the client's environment alone", async () => {
  expect(await secretVariables({ A: "cmd://printf one", B: "cmd://printf 'two\nlines'" })).toEqual({
    flags: ["--env", "A", "--env", "B"],
    env: { A: "one", B: "two\nlines" },
  });
});

test("a variable that Docker's client would follow itself is refused", async () => {
  await expect(secretVariables({ DOCKER_HOST: "cmd://printf tcp://x" })).rejects.toThrow(/DOCKER_HOST.*is not served/);
});

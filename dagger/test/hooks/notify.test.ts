import { dag } from "@dagger.io/dagger";
import { beforeEach, expect, test, vi } from "vitest";
import { notify } from "../../src/hooks/notify.ts";
import type { Report } from "../../src/hooks/report.ts";
import { say } from "../../src/progress.ts";
import { act } from "../../src/release/act.ts";

vi.mock("../../src/release/act.ts");
vi.mock("../../src/progress.ts");

const secret = dag.setSecret("webhook", "never read");
const report: Report = {
  stack: "flipdocs",
  host: "deploy@h",
  version: "1.4.0",
  by: "ada",
  run: "",
  result: "Release 7 serves.",
  ok: true,
  seconds: 9,
};
const asked = () => vi.mocked(act).mock.calls[0]?.[1] ?? [];

beforeEach(() => {
  vi.mocked(act).mockReset().mockResolvedValue({ code: 0, stdout: "", stderr: "" });
  vi.mocked(say).mockReset();
});

test("where nobody wants to know, nothing is asked", async () => {
  await notify({}, report);
  expect(act).not.toHaveBeenCalled();
});

test("a webhook's address comes by standard input, and nobody else is told", async () => {
  await notify({ webhook: secret }, report);
  expect(asked().slice(-1)).toEqual([`printf 'url = "%s"\\n' "$(given webhook)" | post webhook /webhook.json`]);
});

test.each([
  [
    "https://g.example",
    undefined,
    ["{", `  printf 'url = "%s"\\n' 'https://g.example/api/annotations'`, "} | post grafana /annotation.json"],
  ],
  [
    "https://g.example//",
    secret,
    [
      "{",
      `  printf 'url = "%s"\\n' 'https://g.example/api/annotations'`,
      `  printf 'header = "authorization: Bearer %s"\\n' "$(given token)"`,
      "} | post grafana /annotation.json",
    ],
  ],
])("Grafana at %s is told below its own path", async (grafana, token, lines) => {
  await notify({ grafana, token }, report);
  expect(asked().slice(asked().indexOf("{"))).toEqual(lines);
});

test("who cannot be told is said, and makes nothing fail", async () => {
  vi.mocked(act).mockResolvedValueOnce({ code: 1, stdout: "webhook: no such host\n", stderr: "" });
  expect(await notify({ webhook: secret }, report)).toBeUndefined();
  expect(vi.mocked(say).mock.calls).toEqual([["warning", "could not be told: webhook: no such host"]]);
});

import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
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
  expect(asked().slice(-3)).toEqual([
    `  http://* | https://*) printf 'url = "%s"\\n' "$(given webhook)" | post webhook /webhook.json ;;`,
    '  *) echo "webhook: what was given does not begin with https://" ;;',
    "esac",
  ]);
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

test("a secret that nobody has set is said, and makes nothing fail", async () => {
  vi.mocked(act).mockRejectedValueOnce(new Error('secret env var not found: "HOOK"\nat length'));
  expect(await notify({ webhook: secret }, report)).toBeUndefined();
  expect(vi.mocked(say).mock.calls).toEqual([["warning", 'could not be told: secret env var not found: "HOOK"']]);
});

/** Posts to a webhook whose answer a curl of the test's gives; what it was asked by, and what is said of it. */
async function posted(address: string, answer: string) {
  const folder = mkdtempSync(join(tmpdir(), "flipdocs-webhook-"));
  try {
    await notify({ webhook: secret }, report);
    writeFileSync(join(folder, "webhook"), address);
    writeFileSync(join(folder, "curl"), `#!/bin/sh\ncat >${folder}/config; echo "$*" >${folder}/words; ${answer}\n`);
    chmodSync(join(folder, "curl"), 0o755);
    const script = asked().join("\n").replaceAll("/run/given", folder).replaceAll("/tmp/said", `${folder}/said`);
    const env = { PATH: `${folder}:${process.env.PATH}` };
    const { status, stdout } = spawnSync("sh", ["-euc", script], { env, encoding: "utf8" });
    const [config, words] = ["config", "words"].map((name) => readFileSync(join(folder, name), "utf8"));
    return { status, stdout, config, words };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test.each([
  ["takes it", "printf 204", ""],
  [
    "is elsewhere",
    "printf 302",
    "webhook: it answers 302, and takes nothing here: give the address that it sends to\n",
  ],
  ["fails", "echo 'curl: (22) error: 500' >&2; exit 22", "webhook: curl: (22) error: 500\n"],
  ["hangs", "echo 'curl: (28) Operation timed out' >&2; exit 28", "webhook: curl: (28) Operation timed out\n"],
])("of a webhook that %s, no address is said", async (_, answer, stdout) => {
  const said = await posted("https://hooks.example/T0/secret\r\n", answer);
  expect(said).toMatchObject({ status: 0, stdout, config: 'url = "https://hooks.example/T0/secret"\n' });
  expect(said.words).not.toContain("secret");
});

test("what is no address is not looked for as a host, whose name would be said", async () => {
  await notify({ webhook: secret }, report);
  const given = asked().slice(-4).join("\n").replaceAll("$(given webhook)", "a-token");
  const { stdout } = spawnSync("sh", ["-euc", given], { encoding: "utf8" });
  expect(stdout).toBe("webhook: what was given does not begin with https://\n");
});

test("an address is one address, whatever is in it", async () => {
  const { config } = await posted('https://h.example/"\\n', "printf 200");
  expect(config).toBe('url = "https://h.example/\\"\\\\n"\n');
});

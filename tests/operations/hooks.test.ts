import { writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { digestOf } from "../../dagger/src/deploy/release.ts";
import { images as bases } from "../../dagger/src/images.ts";
import { docker } from "../../testing/programs.ts";
import { call, called, host, site } from "../deploy/site.ts";
import { answers, deployWeb, images } from "./site.ts";
import { imagesFile, newWeb } from "./small-site.ts";

interface Heard {
  readonly path: string;
  readonly authorization: string;
  readonly body: Record<string, unknown>;
}

let server: Server;
let told: readonly string[];
let heard: Heard[] = [];

/** Hears what is told, as Slack and Grafana do. */
beforeAll(async () => {
  server = createServer(async (request, answer) => {
    let body = "";
    for await (const part of request) body += part;
    heard.push({
      path: request.url ?? "",
      authorization: request.headers.authorization ?? "",
      body: JSON.parse(body) as Heard["body"],
    });
    answer.end("{}");
  });
  await new Promise<void>((listening) => server.listen(0, "0.0.0.0", listening));
  const gateway = await docker("network", "inspect", "bridge", "--format", "{{(index .IPAM.Config 0).Gateway}}");
  const address = `http://${gateway}:${(server.address() as AddressInfo).port}`;
  const file = (name: string, text: string) => {
    writeFileSync(join(site().files, name), text);
    return `file:${join(site().files, name)}`;
  };
  told = [
    "--webhook",
    file("webhook", `${address}/hooks/secret-path\n`),
    "--grafana",
    address,
    "--grafanatoken",
    file("token", "secret-token\n"),
  ];
});
afterAll(() => new Promise((closed) => server.close(closed)));

test("a deploy runs the team's commands around it, and tells what it came to", async () => {
  heard = [];
  const before = 'test "$FLIPDOCS_VERSION" = 1.4.0 && test -z "$FLIPDOCS_RELEASE"';
  const after = 'test "$FLIPDOCS_RELEASE" -gt 1 && test "$FLIPDOCS_STACK" = flipdocs';
  const own = ["--hookimage", bases.node];
  const words = ["--version", "1.4.0", "--by", "ada", "--before", before, "--after", `${after} && node --version`];
  await deployWeb("hooks", ...words, ...own, ...told);
  expect(heard).toMatchObject([
    { path: "/hooks/secret-path", body: { ok: true, stack: "flipdocs", version: "1.4.0", by: "ada" } },
    {
      path: "/api/annotations",
      authorization: "Bearer secret-token",
      body: { tags: ["deploy", "flipdocs", "done", "1.4.0"] },
    },
  ]);
  expect(heard[0]?.body.text).toMatch(/^✓ flipdocs: Release \d+ of flipdocs serves on .* \(ada\)$/);
});

test("claim 36: a command that fails before the deploy leaves the old version serving, and is told apart", async () => {
  heard = [];
  const then = await answers();
  const web = await newWeb(host(), "never deployed");
  const ended = await call(
    site(),
    "deploy",
    "--images",
    imagesFile(site().files, { ...images(), web }),
    "--before",
    'echo "the purge with $FLIPDOCS_SECRET failed"; exit 3',
    "--hooksecret",
    `file:${join(site().files, "token")}`,
    ...told,
  );
  expect(ended.code).toBe(8);
  expect(ended.stderr).toContain("The command of --before ended with 3; nothing was deployed.");
  expect(ended.stderr).toContain("the purge with *** failed");
  expect(ended.stdout + ended.stderr).not.toMatch(/secret-path|secret-token/);
  expect(await answers()).toBe(then);
  expect(heard[0]?.body).toMatchObject({
    ok: false,
    result: "The command of --before ended with 3; nothing was deployed.",
  });
});

test("a command that fails afterwards leaves the new version serving, and is told apart", async () => {
  const web = await newWeb(host(), "deployed all the same");
  const ended = await call(
    site(),
    "deploy",
    "--images",
    imagesFile(site().files, { ...images(), web }),
    "--after",
    "exit 4",
  );
  expect(ended.code).toBe(8);
  expect(ended.stderr).toMatch(/Release \d+ serves; the command of --after ended with 4\./);
  expect(await answers()).toBe(digestOf(web));
});

test("who cannot be told makes no deploy fail", async () => {
  const said = await called(
    "deploy",
    "--images",
    imagesFile(site().files, images()),
    "--grafana",
    "http://127.0.0.1:9",
  );
  expect(said).toContain("serves");
});

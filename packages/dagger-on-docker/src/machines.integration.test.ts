import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Client } from "@dagger.io/dagger";
import { expect, onTestFinished, test } from "vitest";
import { images } from "../../../dagger/src/images.ts";
import { openSession } from "../test/session.ts";

function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "flipdocs-machine-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** What a session on a machine with other variables answers. */
async function on<T>(env: Record<string, string>, work: (dag: Client) => Promise<T>): Promise<T> {
  const session = await openSession(env);
  onTestFinished(async () => void (await session.end()));
  return session.use(work);
}

/** A command that has not run before. */
const fresh = (dag: Client, image: string) => dag.container().from(image).withEnvVariable("U", crypto.randomUUID());

test("a command runs, whatever platform, builder and language this machine is told to have", async () => {
  const platform = process.arch === "arm64" ? "linux/amd64" : "linux/arm64";
  const docker = { DOCKER_DEFAULT_PLATFORM: platform, BUILDX_BUILDER: "somebody-else", DOCKER_BUILDKIT: "0" };
  const env = { ...docker, BUILDKIT_PROGRESS: "quiet", LANG: "C", LC_ALL: "C" };
  expect(await on(env, (dag) => fresh(dag, images.node).withExec(["echo", "é"]).stdout())).toBe("é\n");
});

/** A configuration of Docker's client that gives every container and build a proxy; nobody listens there. */
function proxied(): Record<string, string> {
  const folder = emptyFolder();
  const proxy = "http://127.0.0.1:9";
  const given = { httpProxy: proxy, httpsProxy: proxy, ftpProxy: proxy };
  writeFileSync(join(folder, "config.json"), JSON.stringify({ proxies: { default: given } }));
  return { DOCKER_CONFIG: folder };
}

const serves = "Bun.serve({ port: 8080, fetch: () => new Response('here') });";
const asks = (host: string) =>
  `console.log(process.env.HTTP_PROXY, await (await fetch('http://${host}:8080')).text());`;

test("with proxies for containers, a command reaches what it started itself, and its output is known", async () => {
  const line = ["bun", "--eval", `const server = ${serves} ${asks("localhost")} server.stop();`];
  expect(await on(proxied(), (dag) => fresh(dag, images.bun).withExec(line).stdout())).toBe(
    "http://127.0.0.1:9 here\n",
  );
});

test("with proxies for containers, a command and a service reach their neighbours by name", async () => {
  const said = await on(proxied(), (dag) => {
    const service = (program: string) => ({ args: ["bun", "--eval", program] });
    const last = dag.container().from(images.bun).withExposedPort(8080).asService(service(serves));
    const forwards = "Bun.serve({ port: 8080, fetch: () => fetch('http://last:8080') });";
    const first = dag.container().from(images.bun).withServiceBinding("last", last).withExposedPort(8080);
    return fresh(dag, images.bun)
      .withServiceBinding("first", first.asService(service(forwards)))
      .withExec(["bun", "--eval", asks("first")])
      .stdout();
  });
  expect(said).toBe("http://127.0.0.1:9 here\n");
});

test("odd names travel; links are links, wherever they lead; pipes stay", async () => {
  const folder = emptyFolder();
  const names = ["-rf", "new\nline", '"quoted"', "it's", "$HOME", "back\\slash", " spaces ", "*", "tab\t", "é ☃"];
  for (const name of names) writeFileSync(join(folder, name), "");
  mkdirSync(join(folder, "folder"));
  for (const [name, target] of [
    ["loop", "loop"],
    ["broken", "none"],
    ["folder/up", ".."],
  ] as const)
    symlinkSync(target, join(folder, name));
  execFileSync("mkfifo", [join(folder, "pipe")]);
  const said = await on({}, (dag) =>
    fresh(dag, images.node)
      .withDirectory("/odd", dag.host().directory(folder))
      .withExec(["find", "/odd", "-mindepth", "1", "-printf", "%P\\0"])
      .stdout(),
  );
  expect(said.split("\0").filter(Boolean).sort()).toEqual([...names, "folder", "folder/up", "loop", "broken"].sort());
});

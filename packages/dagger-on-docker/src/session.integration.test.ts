import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { images } from "../../../dagger/src/images.ts";
import { openSession, type TestSession } from "../test/session.ts";
import { dockerBinary } from "./base/docker.ts";
import { sessionName } from "./service/sessions.ts";

const docker = (...args: string[]): string => execFileSync(dockerBinary(), args, { encoding: "utf8" }).trim();

async function started(env: Record<string, string> = {}): Promise<TestSession> {
  const session = await openSession(env);
  onTestFinished(async () => void (await session.end()));
  return session;
}

/** What a session has here and in Docker: by its process's number, since others' come and go. */
function traces({ pid }: TestSession, folder: string): string[] {
  const name = `dagger-on-docker-${pid}-`;
  const named = ["--filter", `name=${name}`, "--format"];
  return [
    ...readdirSync(folder),
    docker("ps", "--all", ...named, "{{.Names}}"),
    docker("network", "ls", ...named, "{{.Name}}"),
    docker("volume", "ls", ...named, "{{.Name}}"),
    docker("images", "--filter", `reference=${name}*`, "--format", "{{.Repository}}:{{.Tag}}"),
  ]
    .flatMap((text) => text.split("\n"))
    .filter(Boolean);
}

function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "flipdocs-session-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

test("a wrong token is refused, and told what is right", async () => {
  const { port } = await started();
  const headers = { authorization: `Basic ${Buffer.from("wrong:").toString("base64")}` };
  const answer = await fetch(`http://127.0.0.1:${port}/query`, {
    method: "POST",
    headers,
    body: '{"query":"{version}"}',
  });
  expect(answer.status).toBe(401);
  expect(await answer.text()).toContain("DAGGER_SESSION_TOKEN");
});

test("a session listens on loopback only", async () => {
  const { port } = await started();
  const [address] = Object.values((await import("node:os")).networkInterfaces())
    .flat()
    .filter((net) => net && !net.internal && net.family === "IPv4");
  if (!address) throw new Error("this machine has no address but loopback");
  await expect(fetch(`http://${address.address}:${port}/query`)).rejects.toThrow();
});

test("a field that is not served is named", async () => {
  const session = await started();
  const asked = session.use((dag) => dag.git("https://example.org/x").head().commit());
  await expect(asked).rejects.toThrow("Query.git is not served on Docker alone: it needs a Dagger engine");
});

test("what a cached command said is known to the next session", async () => {
  const unique = crypto.randomUUID();
  const ask = async () => {
    const session = await started();
    const said = await session.use((dag) =>
      dag.container().from(images.node).withEnvVariable("U", unique).withExec(["sh", "-c", "date +%s%N"]).stdout(),
    );
    await session.end();
    return said;
  };
  const first = await ask();
  expect(await ask()).toBe(first);
});

test("a secret is in no output, Dockerfile, history or layer", async () => {
  const secret = `hush-${crypto.randomUUID()}`;
  const folder = emptyFolder();
  const session = await started({ FLIPDOCS_TEST_SECRET: secret });
  const name = `flipdocs-test-secret-${Date.now()}`;
  onTestFinished(() => void docker("rmi", "--force", name));
  const said = await session.use(async (dag) => {
    writeFileSync(join(folder, "secret"), secret);
    const run = dag
      .container()
      .from(images.node)
      .withSecretVariable("FROM_ENV", dag.secret("env://FLIPDOCS_TEST_SECRET"))
      .withSecretVariable("FROM_FILE", dag.secret(`file://${folder}/secret`))
      .withSecretVariable("FROM_CMD", dag.secret(`cmd://cat ${folder}/secret`))
      .withMountedSecret("/run/secret", dag.secret("env://FLIPDOCS_TEST_SECRET"))
      .withEnvVariable("U", crypto.randomUUID())
      .withExec(["sh", "-c", 'echo "$FROM_ENV $FROM_FILE $FROM_CMD"; cat /run/secret; test ${#FROM_ENV} -gt 20']);
    await run.exportImage(name);
    return run.combinedOutput();
  });
  expect(said).toBe("*** *** ***\n***");
  expect(session.shown()).not.toContain(secret);
  const saved = join(folder, "image.tar");
  docker("save", "--output", saved, name);
  expect(docker("history", "--no-trunc", name) + docker("inspect", name)).not.toContain(secret);
  expect(readFileSync(saved).includes(secret)).toBe(false);
});

const certificates = "/etc/ssl/certs/ca-certificates.crt";

test("a command leaves nothing of its step in the image: neither the host's certificates nor what records it", async () => {
  const session = await started();
  const [before, after] = await session.use((dag) => {
    const base = dag.container().from(images.node).withEnvVariable("U", crypto.randomUUID());
    const content = async (container: typeof base, own: typeof base) => ({
      files: await base.withMountedDirectory("/held", container.directory("/")).withExec(["find", "/held"]).stdout(),
      certificates: await own.file(certificates).contents(),
    });
    // An image without certificates gets none, and one that has some keeps them as they are.
    const own = base.withNewFile(certificates, "its own\n");
    return Promise.all([content(base, own), content(base.withExec(["true"]), own.withExec(["true"]))]);
  });
  expect(after).toEqual(before);
});

const listening = 'require("http").createServer((q, r) => r.end("x")).listen(8080)';

for (const [how, signals, code] of [
  ["its input ends", [], 0],
  ["the SDK closes it", ["SIGTERM"], 0],
  ["the SDK closes it and its program ends", ["SIGTERM", "SIGTERM"], 0],
  ["Ctrl-C", ["SIGINT"], 130],
] as const) {
  test(`nothing is left behind after ${how}`, async () => {
    const folder = emptyFolder();
    const session = await started({ TMPDIR: folder });
    await session.use(async (dag) => {
      const service = dag
        .container()
        .from(images.node)
        .withExposedPort(8080)
        .asService({ args: ["node", "-e", listening] });
      const client = dag
        .container()
        .from(images.node)
        .withServiceBinding("web", service)
        .withEnvVariable("U", crypto.randomUUID());
      await client.withExec(["true"]).sync();
      await client
        .withExec(["false"])
        .sync()
        .catch(() => "as meant");
    });
    expect(traces(session, folder)).toContainEqual(expect.stringMatching(`^dagger-on-docker-${session.pid}-.*:`));
    expect(await session.end(...signals)).toBe(code);
    expect(traces(session, folder)).toEqual([]);
  });
}

test("nothing is left behind when a service never listens and Ctrl-C ends the wait", async () => {
  const folder = emptyFolder();
  const session = await started({ TMPDIR: folder });
  const waiting = session.use((dag) =>
    dag
      .container()
      .from(images.node)
      .withExposedPort(8080)
      .asService({ args: ["sleep", "600"] })
      .start(),
  );
  const failed = expect(waiting).rejects.toThrow();
  const own = ["--filter", `name=dagger-on-docker-${session.pid}-`];
  await expect
    .poll(() => docker("ps", ...own, "--format", "{{.Command}}"), { timeout: 120_000 })
    .toContain("sleep 600");
  expect(await session.end("SIGINT")).toBe(130);
  await failed;
  expect(traces(session, folder)).toEqual([]);
});

test("what a killed session left goes with the next one's network, and what one has that runs stays", async () => {
  const folder = emptyFolder();
  const session = await started({ TMPDIR: folder });
  await session.use((dag) => dag.container().from(images.node).sync());
  const { pid: ended } = spawnSync("true");
  const names = [ended, process.pid].map((pid) => sessionName().replace(/\d+/, String(pid)));
  for (const name of names) mkdirSync(join(folder, name));
  const tags = names.map((name) => `${name}:test`);
  for (const tag of tags) docker("tag", images.node, tag);
  onTestFinished(() => void spawnSync(dockerBinary(), ["rmi", ...tags]));
  await session.use((dag) =>
    dag
      .container()
      .from(images.node)
      .asService({ args: ["sleep", "600"] })
      .start(),
  );
  expect(
    docker("images", "--filter", "reference=dagger-on-docker-*:test", "--format", "{{.Repository}}:{{.Tag}}"),
  ).toBe(tags[1]);
  expect(readdirSync(folder).filter((name) => names.includes(name))).toEqual([names[1]]);
});

test("a service that ends at once is told with its log", async () => {
  const session = await started();
  const asked = session.use((dag) =>
    dag
      .container()
      .from(images.node)
      .withExposedPort(8080)
      .asService({ args: ["sh", "-c", "echo no config >&2; exit 1"] })
      .start(),
  );
  await expect(asked).rejects.toThrow(/ended before it listened on port 8080.*\n.*no config/s);
});

test("a folder of the host that cannot be read is an error that names it", async () => {
  const session = await started();
  const missing = join(tmpdir(), "flipdocs-no-such-folder");
  expect(existsSync(missing)).toBe(false);
  await expect(session.use((dag) => dag.host().directory(missing).entries())).rejects.toThrow(`lstat ${missing}`);
});

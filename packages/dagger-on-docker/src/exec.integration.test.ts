import { execFileSync } from "node:child_process";
import { type Client, type Container, type ExecError, ReturnType } from "@dagger.io/dagger";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { images } from "../../../dagger/src/images.ts";
import { openSession, type TestSession } from "../test/session.ts";
import { dockerBinary } from "./base/docker.ts";

const docker = (...args: string[]): string => execFileSync(dockerBinary(), args, { encoding: "utf8" }).trim();
const nonce = (container: Container): Container => container.withEnvVariable("NONCE", crypto.randomUUID());
const sh = (script: string): string[] => ["sh", "-ec", script];

let session: TestSession;
const node = (dag: Client): Container => dag.container().from(images.node);
/** A container with a folder that outlives steps and sessions: what happened in it has really happened. */
const witness = (dag: Client, key: string): Container => node(dag).withMountedCache("/seen", dag.cacheVolume(key));

beforeEach(async () => {
  session = await openSession();
  onTestFinished(async () => void (await session.end()));
});

test("a command runs again after a new nonce, and not without one", async () => {
  const key = crypto.randomUUID();
  const counted = sh("echo run >>/seen/log; wc -l </seen/log");
  const [once, same, again] = await session.use(async (dag) => {
    const fixed = witness(dag, key).withEnvVariable("NONCE", key).withExec(counted);
    const other = nonce(witness(dag, key)).withExec(counted);
    return [await fixed.stdout(), await fixed.withLabel("a", "b").stdout(), await other.stdout()];
  });
  expect([once, same, again]).toEqual(["1\n", "1\n", "2\n"]);
});

test("a failure is not remembered", async () => {
  const key = crypto.randomUUID();
  const failsOnce = (dag: Client) =>
    witness(dag, key)
      .withEnvVariable("KEY", key)
      .withExec(sh("test -e /seen/failed || { touch /seen/failed; exit 3; }; echo passed"));
  await expect(session.use((dag) => failsOnce(dag).sync())).rejects.toMatchObject({ exitCode: 3 });
  const next = await openSession();
  onTestFinished(async () => void (await next.end()));
  expect(await next.use((dag) => failsOnce(dag).stdout())).toBe("passed\n");
});

test("whatever the command's end, its code and both streams are there, again each time", async () => {
  const key = crypto.randomUUID();
  const end = (dag: Client) =>
    nonce(witness(dag, key)).withExec(sh("echo run >>/seen/log; wc -l </seen/log; echo no >&2; exit 7"), {
      expect: ReturnType.Any,
    });
  const said = async (dag: Client) => {
    const ended = await end(dag).sync();
    return [await ended.exitCode(), await ended.stdout(), await ended.stderr()];
  };
  const both = await session.use(async (dag) => [await said(dag), await said(dag)]);
  expect(both).toEqual([
    [7, "1\n", "no\n"],
    [7, "2\n", "no\n"],
  ]);
});

test("commands that branch from one container run side by side", async () => {
  const key = crypto.randomUUID();
  const meet = (own: string, other: string) =>
    sh(`touch /seen/${own}; for i in $(seq 600); do test -e /seen/${other} && exit; sleep 0.1; done; exit 1`);
  await session.use(async (dag) => {
    const trunk = nonce(witness(dag, key));
    await Promise.all([trunk.withExec(meet("a", "b")).sync(), trunk.withExec(meet("b", "a")).sync()]);
  });
});

test.each([
  ["another user than root, by default", {}, "1001:1001", "denied"],
  ["everyone, where the mode says so", { mode: 0o444 }, "1002:1002", "tell"],
] as const)("a mounted secret, read by %s", async (_, options, user, expected) => {
  const read = sh("wc -c </run/secret 2>/dev/null || echo denied");
  const ask = (dag: Client, container: Container) =>
    nonce(container)
      .withMountedSecret("/run/secret", dag.secret("cmd://printf tell"), options)
      .withUser(user)
      .withExec(read)
      .stdout();
  const service = (dag: Client) =>
    node(dag)
      .withExposedPort(80)
      .asService({ args: ["node", "-e", listening] });
  const answers = await session.use(async (dag) => [
    await ask(dag, node(dag)),
    await ask(dag, node(dag).withServiceBinding("beside", service(dag))),
  ]);
  const said = expected === "tell" ? "4\n" : "denied\n";
  expect(answers).toEqual([said, said]);
});

const listening = 'require("http").createServer((q, r) => r.end("here")).listen(80)';

test("a command beside services is cached as any other, its caches too, and starts none of them then", async () => {
  const key = crypto.randomUUID();
  const ask = (version: string) => (dag: Client) => {
    const service = node(dag).withEnvVariable("VERSION", version).withExposedPort(80);
    return witness(dag, key)
      .withServiceBinding("beside", service.asService({ args: ["node", "-e", listening] }))
      .withExec(sh("echo run >>/seen/log; wc -l </seen/log"))
      .stdout();
  };
  const first = await session.use(ask("1"));
  const next = await openSession();
  onTestFinished(async () => void (await next.end()));
  const same = await next.use(ask("1"));
  const started = docker("ps", "--all", "--quiet", "--filter", `name=dagger-on-docker-${next.pid}-`);
  expect([first, same, started, await next.use(ask("2"))]).toEqual(["1\n", "1\n", "", "2\n"]);
});

test("a secret is masked in the error of a command that tells it", async () => {
  const secret = `hush-${crypto.randomUUID()}`;
  const failing = session.use((dag) =>
    nonce(node(dag))
      .withSecretVariable("TOKEN", dag.secret(`cmd://printf ${secret}`))
      .withExec(sh('echo "out $TOKEN"; echo "err $TOKEN" >&2; exit 5'))
      .sync(),
  );
  const error = await failing.catch((thrown: ExecError) => thrown);
  expect(error).toMatchObject({ exitCode: 5, stdout: "out ***", stderr: "err ***" });
  expect(session.shown()).toContain("out ***");
  expect(session.shown()).not.toContain(secret);
});

test.each([
  ["a command", (container: Container) => container],
  [
    "a command beside services",
    (container: Container) =>
      container.withServiceBinding(
        "beside",
        container.withExposedPort(80).asService({ args: ["node", "-e", listening] }),
      ),
  ],
])("%s that changes what is mounted fails, whatever was expected, and says what to use", async (_, beside) => {
  const changing = session.use((dag) =>
    nonce(beside(node(dag)))
      .withMountedDirectory("/m", dag.directory().withNewFile("f", "1"))
      .withExec(sh("cat /m/f; echo 2 >>/m/f"), { expect: ReturnType.Any })
      .sync(),
  );
  const error = await changing.catch((thrown: ExecError) => thrown);
  expect(error).toMatchObject({ stdout: "1", stderr: expect.stringMatching(/^\/m was changed.*Take withDirectory/) });
});

test("what is laid where a file and a folder meet is refused", async () => {
  const laid = session.use((dag) =>
    node(dag).withDirectory("/etc/passwd", dag.directory().withNewFile("f", "")).sync(),
  );
  await expect(laid).rejects.toThrow("where a file and a folder, or a link, meet is not served on Docker alone");
});

test("what a command says is shown while it runs, and a signal ends it at once", async () => {
  const key = crypto.randomUUID();
  const beats = session.use((dag) =>
    nonce(witness(dag, key))
      .withExec(sh("echo it is on its way; while :; do echo >>/seen/beats; sleep 0.02; done"))
      .sync(),
  );
  const ended = expect(beats).rejects.toThrow();
  await expect.poll(session.shown, { timeout: 60_000 }).toContain("  │ it is on its way\n");
  expect(await session.end("SIGTERM")).toBe(0);
  await ended;
  const next = await openSession();
  onTestFinished(async () => void (await next.end()));
  const count = (dag: Client) => nonce(witness(dag, key)).withExec(sh("wc -l </seen/beats")).stdout();
  const [first, second] = await next.use(async (dag) => [await count(dag), await count(dag)]);
  expect(second).toBe(first);
});

test("a container of this machine is reached by its address", async () => {
  const name = `flipdocs-test-address-${process.pid}`;
  onTestFinished(() => void docker("rm", "--force", name));
  docker("run", "--detach", "--name", name, images.node, "node", "-e", listening);
  const address = docker("inspect", "--format", "{{.NetworkSettings.IPAddress}}", name);
  const fetched = `for (;;) { try { console.log(await (await fetch("http://${address}")).text()); break; } catch {} }`;
  const said = await session.use((dag) =>
    nonce(node(dag)).withExec(["timeout", "60", "node", "--input-type=module", "-e", fetched]).stdout(),
  );
  expect(said).toBe("here\n");
});

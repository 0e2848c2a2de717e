import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { images } from "../../../dagger/src/images.ts";
import { openSession } from "../test/session.ts";

/** An SSH agent without keys: it answers one question, which ones it has. */
async function agent(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "flipdocs-agent-"));
  const server = createServer((socket) => {
    socket.on("error", () => {}).on("data", () => socket.write(Buffer.from([0, 0, 0, 5, 12, 0, 0, 0, 0])));
  });
  await new Promise<void>((done) => server.listen(join(folder, "agent"), done));
  onTestFinished(() => {
    server.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return join(folder, "agent");
}

/** Asks the agent, and prints its answer of nine bytes: on a busy machine it comes in pieces. */
const asks = `
  const socket = require("net").connect("/agent");
  let answer = Buffer.alloc(0);
  socket.on("data", (piece) => {
    answer = Buffer.concat([answer, piece]);
    if (answer.length >= 9) { console.log(answer.toString("hex")); socket.end(); }
  });
  socket.write(Buffer.from([0, 0, 0, 1, 11]));
`;

async function asked(path: string, beside = false): Promise<string> {
  const session = await openSession();
  onTestFinished(async () => void (await session.end()));
  return session.use((dag) => {
    const node = dag.container().from(images.node);
    const listening = ["node", "-e", 'require("net").createServer().listen(80)'];
    const bound = beside ? node.withServiceBinding("s", node.withExposedPort(80).asService({ args: listening })) : node;
    return bound
      .withEnvVariable("NONCE", crypto.randomUUID())
      .withUnixSocket("/agent", dag.host().unixSocket(path))
      .withExec(["node", "-e", asks])
      .stdout();
  });
}

test.each([
  ["a command", false],
  ["a command beside services", true],
])("%s reaches an SSH agent of this machine", async (_, beside) => {
  expect(await asked(await agent(), beside)).toBe("000000050c00000000\n");
});

test("a socket that is gone is told with what to type", async () => {
  await expect(asked(join(tmpdir(), "no-such-agent"))).rejects.toThrow(
    /no socket at .*no-such-agent: start an SSH agent/,
  );
});

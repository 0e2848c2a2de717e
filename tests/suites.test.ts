import { afterAll, beforeAll, expect, test } from "vitest";
import { outcome } from "../dagger/src/checks/suite.ts";
import { images } from "../dagger/src/images.ts";
import { readable } from "../dagger/src/readable.ts";
import { openSession, type TestSession } from "../packages/dagger-on-docker/test/session.ts";

let session: TestSession;
beforeAll(async () => {
  session = await openSession();
});
afterAll(() => session?.end());

/** What a suite whose command says something new each time it runs has found. */
const run = (ending: string) =>
  session.use(async (dag) => {
    const container = dag.container().from(images.node);
    const command = ["sh", "-c", `cat /proc/sys/kernel/random/uuid; ${ending}`];
    return outcome({ name: "flaky", container, command });
  });

test("a suite that failed is run again when it is asked again", async () => {
  const [first, second] = [await run("exit 3"), await run("exit 3")];
  expect([first.failed, second.failed]).toEqual([1, 1]);
  expect(second.log).not.toBe(first.log);
});

test("the sums of a suite that failed come from its report", async () => {
  const report = '{"numTotalTests":3,"numPassedTests":1,"numFailedTests":2,"numPendingTests":0,"numTodoTests":0}';
  expect(await run(`echo '${report}' >/report.json; exit 1`)).toMatchObject({ passed: 1, failed: 2, skipped: 0 });
});

test("a file of a clone under umask 077 is read by whatever user shows it", async () => {
  const read = session.use(async (dag) => {
    const on = dag.container().from(images.node);
    const sample = dag.directory().withNewFile("sample", "a tale", { permissions: 0o600 }).file("sample");
    return on.withMountedFile("/sample", readable(on, sample)).withUser("1001").withExec(["cat", "/sample"]).stdout();
  });
  expect(await read).toBe("a tale");
});

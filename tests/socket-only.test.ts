import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { images as bases } from "../dagger/src/images.ts";
import { dockerBinary, ensureBase } from "../packages/dagger-on-docker/src/base/index.ts";
import { hostCa } from "../packages/dagger-on-docker/src/build/host-ca.ts";
import { attempt, root, run, until } from "../testing/programs.ts";
import { docker } from "./programs.ts";

/** A clone as a colleague may have it: in a path with spaces, made under a umask that gives nobody else anything. */
const clone = "/home/a colleague/flip docs";
const container = `flipdocs-test-${process.pid}-socket-only`;
let folder = "";

describe.skipIf(!process.env.FLIPDOCS_SLOW)(
  "in a container that has the socket alone (ten minutes: FLIPDOCS_SLOW=1)",
  () => {
    /** A container that has Node, npm and Docker's socket, and no file or address in common with Docker. */
    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), "flipdocs-socket-only-"));
      await ensureBase([bases.node], () => undefined);
      const ca = hostCa();
      const trust = ca ? ["--env", "NODE_EXTRA_CA_CERTS=/ca.crt"] : [];
      const socket = ["--volume", "/var/run/docker.sock:/var/run/docker.sock", "--env", "FLIPDOCS_ENGINE=docker"];
      await docker(
        "run",
        "--detach",
        "--init",
        "--name",
        container,
        ...socket,
        ...trust,
        bases.node,
        "sleep",
        "infinity",
      );
      if (ca) await docker("cp", "--follow-link", ca, `${container}:/ca.crt`);
      await run("sh", ["-ec", 'umask 077; git clone --quiet "$0" "$1"', root, join(folder, "clone")]);
      await docker("exec", container, "mkdir", "-p", clone.replace(/\/[^/]*$/, ""));
      await docker("cp", join(folder, "clone"), `${container}:${clone}`);
    }, 600_000);

    afterAll(async () => {
      rmSync(folder, { recursive: true, force: true });
      await docker("rm", "--force", "--volumes", container);
    });

    const inClone = (line: string) =>
      attempt(dockerBinary(), ["exec", "--workdir", clone, container, "sh", "-ec", `umask 077; ${line}`]);

    test("the stack is served, and stops with nothing left of it", { timeout: 1_800_000 }, async () => {
      const serving = inClone("echo $$ >/pid; exec ./daggerw --progress=plain call serve up --ports 8080:8080");
      const page = 'fetch("http://localhost:8080/").then(async (page) => console.log(page.status, await page.text()))';
      // With the sample book, which comes a while after the page.
      const looked = until(1_500, async () => {
        const { code, stdout } = await inClone(`node -e '${page}'`);
        return code === 0 && /id="samples".*\/books\//s.test(stdout) && stdout;
      });
      // What ends before a page is seen says why.
      const first = await Promise.race([looked, serving.then(({ stderr }) => `it ended: ${stderr}`)]);
      expect(first).toMatch(/^200 /);
      const { stdout: pid } = await inClone("cat /pid; kill -INT $(cat /pid)");
      expect((await serving).code).toBe(130);
      const left = ["--filter", `name=dagger-on-docker-${pid.trim()}-`, "--format", "{{.Names}}"];
      expect(await docker("ps", "--all", ...left)).toBe("");
    });

    test("a check beside services passes: its files travel through Docker's API", { timeout: 1_800_000 }, async () => {
      const { code, stderr } = await inClone("./daggerw --progress=plain check integration");
      expect({ code, said: code === 0 ? "" : stderr }).toEqual({ code: 0, said: "" });
    });

    test("what needs Docker's own machine is skipped, and says so", { timeout: 600_000 }, async () => {
      const { code, stdout } = await inClone("npm test -- images hosts");
      expect({ code, end: stdout.trimEnd().split("\n").at(-1) }).toEqual({
        code: 0,
        end: "0 passed, 0 failed, 2 skipped",
      });
      expect(stdout).toContain("skipped: these tests mount files of Docker's own machine");
    });
  },
);

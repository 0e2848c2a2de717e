import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { images as bases } from "../dagger/src/images.ts";
import { dockerBinary, ensureBase } from "../packages/dagger-on-docker/src/base/index.ts";
import { hostCa } from "../packages/dagger-on-docker/src/build/host-ca.ts";
import { root, run } from "../testing/programs.ts";
import { docker, start } from "./programs.ts";

const image = `flipdocs-test-devcontainer-${process.pid}`;
const socket = "/var/run/docker.sock";

/** What stands for Microsoft's image and the feature with a Docker: their user, npm's folder, and Docker's clients. */
const dockerfile = (group: number) => `FROM ${bases.node}
RUN apt-get -qq update && apt-get -qq install -y --no-install-recommends \\
  git ca-certificates docker-cli docker-buildx docker-compose >/dev/null
RUN id node 2>/dev/null || useradd --uid 1000 --create-home --shell /bin/bash node
RUN groupadd --gid ${group} --non-unique around && usermod --append --groups around node
RUN install -d -o node /usr/local/share/npm-global
ENV NPM_CONFIG_PREFIX=/usr/local/share/npm-global PATH=/usr/local/share/npm-global/bin:$PATH
LABEL devcontainer.metadata='[{"remoteUser":"node"}]'
`;

describe.skipIf(!process.env.FLIPDOCS_SLOW)(
  "the development container, on a stand-in with the socket of the Docker around it (minutes: FLIPDOCS_SLOW=1)",
  () => {
    const folder = mkdtempSync(join(tmpdir(), "flipdocs-devcontainer-"));
    const clone = join(folder, "a clone");
    const label = `${image}=1`;

    /** The container's own command line: what editors start it by. */
    const cli = async (command: string, ...words: string[]) => {
      const where = ["--docker-path", dockerBinary(), "--workspace-folder", clone, "--id-label", label];
      const given = ["--override-config", join(folder, "config.json")];
      const npm = ["exec", "--yes", "--package=@devcontainers/cli@0.89.0", "--", "devcontainer"];
      return start("npm", [...npm, command, ...where, ...given, ...words], { cwd: folder }).ended;
    };

    beforeAll(async () => {
      await ensureBase([bases.node], () => undefined);
      writeFileSync(join(folder, "Dockerfile"), dockerfile(statSync(socket).gid));
      await docker("build", "--quiet", "--tag", image, folder);
      await run("git", ["clone", "--quiet", root, clone]);
      await run("chown", ["-R", "1000:1000", clone]);
      const { features, ...config } = JSON.parse(readFileSync(join(clone, ".devcontainer/devcontainer.json"), "utf8"));
      const ca = hostCa();
      const mounts = [[socket, socket], ...(ca ? [[ca, "/ca.crt"]] : [])].map(
        ([source, target]) => `type=bind,source=${source},target=${target}`,
      );
      const containerEnv = { FLIPDOCS_ENGINE: "docker", ...(ca && { NODE_EXTRA_CA_CERTS: "/ca.crt" }) };
      writeFileSync(join(folder, "config.json"), JSON.stringify({ ...config, image, mounts, containerEnv }));
    });

    afterAll(async () => {
      const [container = ""] = (await docker("ps", "--all", "--quiet", "--filter", `label=${label}`)).split("\n");
      const made = container && (await docker("inspect", "--format", "{{.Config.Image}}", container));
      if (container) await docker("rm", "--force", "--volumes", container);
      await docker("rmi", "--force", ...new Set([image, ...(made ? [made] : [])]));
      rmSync(folder, { recursive: true, force: true });
    });

    test("it starts, installs Bun and the packages, and knows the routes' types", async () => {
      const { code, stdout, stderr } = await cli("up");
      expect({ code, said: code === 0 ? "" : stderr }).toEqual({ code: 0, said: "" });
      expect(JSON.parse(stdout)).toMatchObject({ outcome: "success", remoteUser: "node" });
      expect(stderr).toContain("Types generated successfully");
    });

    test("the pipeline runs in it", async () => {
      const { code, stdout } = await cli("exec", "./daggerw", "call", "web", "deps", "entries");
      expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringContaining("json/") });
    });

    test("development says that it wants a Docker that sees the checkout, as the feature brings one", async () => {
      const { code, stdout, stderr } = await cli("exec", "npm", "run", "dev");
      expect(code).toBe(1);
      expect(stdout + stderr).toMatch(/dev: Docker does not see \/workspaces\/a clone: it runs on another machine/);
    });
  },
);

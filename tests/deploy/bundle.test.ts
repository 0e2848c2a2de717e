import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { asks } from "../../testing/asking.ts";
import { docker, until } from "../../testing/programs.ts";
import { called, host, site } from "./site.ts";

const folder = mkdtempSync(join(tmpdir(), "flipdocs-bundle-"));
const PORT = 9443;
const visitBeside = asks({ host: site().host.address, port: PORT });

afterAll(() => rmSync(folder, { recursive: true }));

/** What the site runs, as `publish` would have printed it. */
async function images(): Promise<string> {
  const names = ["web", "api", "proxy", "acme", "redis"];
  const format = "{{.Spec.TaskTemplate.ContainerSpec.Image}}";
  const lines = names.map(
    async (name) =>
      `${name} ${(await host().docker("service", "inspect", "--format", format, `flipdocs_${name}`)).trim()}`,
  );
  return `${(await Promise.all(lines)).join("\n")}\n`;
}

/** A bundle for a second site on the same host: other ports, another network. */
async function bundled(name: string): Promise<string> {
  const values = readFileSync(join(site().files, "site.env"), "utf8");
  const beside = `HTTP_PORT=9080\nHTTPS_PORT=${PORT}\nIPV6_SUBNET=fd5f:f11d:d0c6::/64\n`;
  writeFileSync(
    join(folder, "site.env"),
    values.replace(/^PUBLIC_ORIGIN=.*$/m, `PUBLIC_ORIGIN=https://flipdocs.test:${PORT}`) + beside,
  );
  writeFileSync(join(folder, "images"), await images());
  const words = ["--site", join(folder, "site.env"), "--images", join(folder, "images"), "--stack", "beside"];
  await called("bundle", ...words, "export", "--path", join(folder, name));
  return join(folder, name);
}

/** All files of a folder, with their content, modes and times. */
const listed = (path: string): string =>
  execFileSync(
    "sh",
    [
      "-euc",
      'cd "$1" && find . -mindepth 1 -exec stat -c "%n %a %Y" {} + | sort && find . -type f | sort | xargs sha256sum',
      "sh",
      path,
    ],
    { encoding: "utf8" },
  );

test("a bundle is the same twice, sums up its files, and holds no secret", async () => {
  const [one, other] = [await bundled("one"), await bundled("other")];
  expect(listed(one)).toBe(listed(other));
  const manifest = JSON.parse(readFileSync(join(one, "manifest.json"), "utf8")) as { files: Record<string, string> };
  const sums = Object.entries(manifest.files).map(([file, sum]) => `${sum}  ${file}\n`);
  execFileSync("sha256sum", ["--check", "--strict", "--quiet"], { cwd: one, input: sums.join("") });
  expect(readdirSync(one).sort()).toEqual([
    "compose.yml",
    "manifest.json",
    "monitoring",
    "monitoring.yml",
    "secrets.sh",
    "stack.json",
  ]);
  expect(
    execFileSync("sh", ["-c", 'grep -rl "sb_secret\\|sb_publishable" "$1" || :', "sh", one], { encoding: "utf8" }),
  ).toBe("");
});

test("a bundle serves by Compose, and in Swarm", async () => {
  const path = await bundled("serves");
  const { name } = site().host;
  await docker("cp", path, `${name}:/root/bundle`);
  const secrets = readFileSync(join(site().files, "secrets"), "utf8")
    .trim()
    .split("\n")
    .map((line) => line.replace(/^\w+/, (key) => key.toUpperCase()));
  await host().sh(`cd /root/bundle && env ${secrets.join(" ")} ./secrets.sh secrets`);
  const answers = () => until(180, async () => (await visitBeside("/api/ready")).status === 200);
  const compose = (...words: string[]) => host().sh('cd /root/bundle && exec docker compose "$@"', ...words);
  await compose("up", "--detach", "--wait");
  await answers();
  await compose("down", "--volumes");
  await host().sh("cd /root/bundle && docker stack deploy --detach=true -c stack.json beside");
  await answers();
  await host().docker("stack", "rm", "beside");
  await until(
    120,
    async () => (await host().docker("ps", "--quiet", "--filter", "label=com.docker.stack.namespace=beside")) === "",
  );
  await host().sh("rm -rf /root/bundle");
});

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { images } from "../../../../dagger/src/images.ts";
import { docker } from "./docker.ts";
import { ensureBase } from "./ensure.ts";
import { run } from "./process.ts";
import { makeStandIn, STAND_IN_LABEL, standInFor } from "./stand-ins.ts";

const debian = "debian:trixie-slim";
const silent = () => {};

describe("the distroless stand-in, under a name of the test's own", () => {
  const name = `flipdocs-test/distroless:${process.pid}`;
  const folder = mkdtempSync(join(tmpdir(), "stand-in-"));
  let container = "";

  beforeAll(async () => {
    await ensureBase([debian], silent);
    const standIn = standInFor("gcr.io/distroless/cc-debian13:nonroot");
    if (standIn === undefined) throw new Error("the table has no distroless");
    await makeStandIn(name, standIn, silent);
    container = (await docker(["create", name, "/none"])).stdout.trim();
  }, 300_000);

  afterAll(async () => {
    await docker(["rm", container]);
    await docker(["image", "rm", name]);
    rmSync(folder, { recursive: true });
  });

  const inspect = async (format: string) =>
    (await docker(["image", "inspect", "--format", format, name])).stdout.trim();

  test("it carries the label that publish and deploy look for", async () => {
    expect(await inspect(`{{index .Config.Labels "${STAND_IN_LABEL}"}}`)).toBe("Debian packages");
  });

  test("it runs as nonroot, by number", async () => {
    expect(await inspect("{{.Config.User}}")).toBe("65532");
  });

  test("it has no shell", async () => {
    expect((await docker(["run", "--rm", "--entrypoint", "/bin/sh", name, "-c", "true"])).code).toBe(127);
  });

  test("its loader and C++ library fit together", async () => {
    // Whichever architecture this is: the names stand in the archive.
    const { stdout: archive } = await docker(["export", container]);
    const [, machine, loader] = /usr\/lib\/([\w-]+-linux-gnu)\/(ld-linux-[\w-]+\.so\.\d)/.exec(archive) ?? [];
    const library = `/usr/lib/${machine}/libstdc++.so.6`;
    const list = ["run", "--rm", "--entrypoint", `/usr/lib/${machine}/${loader}`, name, "--list", library];
    const { stdout } = await docker(list);
    for (const needed of ["libc.so.6", "libm.so.6", "libgcc_s.so.1"]) {
      expect(stdout).toContain(`${needed} => /lib/${machine}/${needed}`);
    }
  });

  test("it trusts Debian's certificates, none of the host's own", async () => {
    const bundle = await docker(["cp", `${container}:/etc/ssl/certs/ca-certificates.crt`, join(folder, "bundle")]);
    expect(bundle.code).toBe(0);
    const script = "cat /usr/share/ca-certificates/mozilla/*.crt";
    const install = "apt-get -qq update && apt-get -qq download ca-certificates && dpkg-deb -x ca-certificates*.deb /";
    const expected = await docker(["run", "--rm", debian, "sh", "-c", `(${install}) >/dev/null 2>&1 && ${script}`]);
    const certificates = (text: string) => text.split(/(?<=-----END CERTIFICATE-----\n)/).sort();
    expect(certificates(expected.stdout).length).toBeGreaterThan(50);
    expect(certificates(readFileSync(join(folder, "bundle"), "utf8"))).toEqual(certificates(expected.stdout));
  }, 60_000);
});

test.each([
  ["node", images.node, /^v24\.21\.0$/],
  ["bun", images.bun, /^1\.4\.5$/],
])(
  "the stand-in of %s runs, and is what its tag says",
  async (program, tag, version) => {
    const name = `flipdocs-test/${program}:${process.pid}`;
    await ensureBase([debian], silent);
    // By Bun, which installs the programs.
    const make = `const { makeStandIn, standInFor } = await import(${JSON.stringify(join(import.meta.dirname, "stand-ins.ts"))});
    await makeStandIn("${name}", standInFor("${tag}"), () => {});`;
    expect(await run("bun", ["-e", make])).toMatchObject({ code: 0 });
    const { stdout } = await docker(["run", "--rm", name, program, "--version"]);
    await docker(["image", "rm", name]);
    expect(stdout.trim()).toMatch(version);
  },
  300_000,
);

test("a registry that takes the connection and never answers is given up", async () => {
  const server = createServer(() => {}).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const registry = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  await expect(ensureBase([`${registry}/x:1`], silent)).rejects.toThrow(
    `${registry} cannot be reached (it does not answer within 8 s), and there is no stand-in for it on this machine`,
  );
  server.close();
}, 30_000);

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Host, startHost } from "./host.ts";
import { type Registry, startRegistry } from "./registry.ts";

const password = "correct horse battery staple";
let host: Host;

beforeAll(async () => {
  host = await startHost();
  await host.sh("tar -c /etc/services | docker import - pushed");
});

afterAll(() => host?.remove());

const signIn = (registry: Registry, word: string) =>
  host.sh('printf %s "$2" | docker login --username ci --password-stdin "$1" 2>&1', registry.url, word);

describe.each([{ tls: true, password }, { tls: false }])("a registry with %j", (options) => {
  let registry: Registry;
  let image: string;

  beforeAll(async () => {
    registry = await startRegistry(options);
    await host.trust(registry);
    image = `${registry.url}/pushed:1`;
    await host.docker("tag", "pushed", image);
    if (options.password) await signIn(registry, password);
  });

  afterAll(() => registry?.remove());

  test("a host pushes to it and pulls from it", async () => {
    await host.docker("push", "--quiet", image);
    await host.docker("image", "rm", image);
    await host.docker("pull", "--quiet", image);
    const id = (name: string) => host.docker("image", "inspect", "--format", "{{.Id}}", name);
    expect(await id(image)).toBe(await id("pushed"));
  });

  test("a push of what it has moves next to nothing, and is counted", async () => {
    const before = await registry.received();
    await host.docker("push", "--quiet", image);
    const moved = (await registry.received()) - before;
    expect(moved).toBeGreaterThan(0);
    expect(moved).toBeLessThan(100_000);
  });

  test("stopped it refuses, started it answers", async () => {
    await registry.stop();
    await expect(host.docker("pull", image)).rejects.toThrow("connection refused");
    await registry.start();
    await host.docker("pull", "--quiet", image);
  });

  if (options.password) {
    test("it asks for its password", async () => {
      await host.docker("logout", registry.url);
      await expect(host.docker("pull", image)).rejects.toThrow("no basic auth credentials");
      await expect(signIn(registry, "wrong")).rejects.toThrow("401 Unauthorized");
      await signIn(registry, password);
      await host.docker("pull", "--quiet", image);
    });
  }

  if (options.tls) {
    test("a host that does not trust its authority refuses it", async () => {
      await host.sh('rm -r "/etc/docker/certs.d/$1"', registry.url);
      await expect(host.docker("pull", image)).rejects.toThrow("certificate signed by unknown authority");
      await host.trust(registry);
    });
  }
});

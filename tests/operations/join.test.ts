import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { digestOf } from "../../dagger/src/deploy/release.ts";
import { failed, load, told } from "../../testing/load.ts";
import { call, called, host, running, settled, site, visit } from "../deploy/site.ts";
import { type Host, startHost } from "../hosts/host.ts";
import { type Registry, startRegistry } from "../hosts/registry.ts";
import { answers, atFifty, images } from "./site.ts";
import { type Images, imagesFile, newWeb } from "./small-site.ts";

/** A second host that the site's key opens, as provisioning with the same key makes it; it calls itself as it is told. */
async function secondHost(): Promise<Host> {
  const machine = await startHost();
  await machine.sh('sh /provision.sh "$1" 2>/dev/null', readFileSync(`${site().host.key}.pub`, "utf8").trim());
  return machine;
}

/** The words of a join with it. */
function to({ user, address, knownHosts }: Host): readonly string[] {
  const both = join(site().files, "known_hosts");
  writeFileSync(both, readFileSync(site().host.knownHosts, "utf8") + readFileSync(knownHosts, "utf8"));
  return ["--worker", `${user}@${address}`, "--knownhosts", both];
}

/** Brings images of the host's own registry to one that both hosts reach. */
async function shared(all: Images, { url }: Registry): Promise<Images> {
  const copy = [
    'docker pull --quiet "$1" >/dev/null; docker tag "$1" "$2"; docker push --quiet "$2" >/dev/null',
    `docker image inspect --format '{{join .RepoDigests "\\n"}}' "$2" | grep -F "$3"`,
  ].join("\n");
  const copied: [string, string][] = [];
  for (const [name, reference] of Object.entries(all))
    copied.push([name, await host().sh(copy, reference, `${url}/flipdocs-${name}:new`, `${url}/flipdocs-${name}@`)]);
  return Object.fromEntries(copied);
}

describe.skipIf(!process.env.FLIPDOCS_SLOW)("a second host (minutes: FLIPDOCS_SLOW=1)", () => {
  let second: Host;
  let registry: Registry;
  let release: Images;

  beforeAll(async () => {
    [second, registry] = await Promise.all([secondHost(), startRegistry()]);
    for (const machine of [host(), second]) await machine.trust(registry);
  });
  afterAll(async () => {
    await second?.remove();
    await registry?.remove();
  });

  test("claim 43: a host of the same name, and images that it could not pull, are refused, and nothing is changed", async () => {
    const { code, stderr } = await call(site(), "join", ...to(second));
    expect(code).toBe(2);
    expect(stderr).toContain("host cannot be a worker yet; nothing was changed.");
    expect(stderr).toContain("It calls itself host, as a host of the Swarm does");
    expect(stderr).toContain("The images are in the host's own registry");
    expect(await second.docker("info", "--format", "{{.Swarm.LocalNodeState}}")).toBe("inactive");
  });

  test("claim 43: hosts that do not reach each other are told by their ports, and stay apart", async () => {
    await second.sh("hostname two");
    // The site's first web may be gone from the host's registry: prune was here before.
    release = await shared({ ...images(), web: await newWeb(host(), "to be shared") }, registry);
    await called("deploy", "--images", imagesFile(site().files, release));
    const rule = "-i eth0 -p udp --dport 4789 -j DROP";
    await second.sh(`iptables -I INPUT ${rule}`);
    const { code, stderr } = await call(site(), "join", ...to(second));
    await second.sh(`iptables -D INPUT ${rule}`);
    expect(code).toBe(2);
    expect(stderr).toContain("The hosts do not reach each other: UDP 7946 or UDP 4789, from one to the other.");
    expect(await second.docker("info", "--format", "{{.Swarm.LocalNodeState}}")).toBe("inactive");
    expect(await host().docker("node", "ls", "--format", "{{.Hostname}}")).toBe("host");
  });

  test("claim 35: a second host joins at 50 requests a second, no request fails, and each host has a replica", async () => {
    const outcome = await atFifty("join", called("join", ...to(second)).then(console.info));
    expect(outcome.failures).toEqual({});
    await settled("web", 1);
    expect(await running("web", second)).toHaveLength(1);
    const left = await host().docker("network", "ls", "--quiet", "--filter", "name=flipdocs-join");
    expect(left + (await second.docker("ps", "--all", "--quiet", "--filter", "name=flipdocs-join"))).toBe("");
  });

  test("joined again, it is a worker already, and no replica is replaced", async () => {
    const before = [await running("web", host()), await running("web", second)];
    expect(await called("join", ...to(second))).toMatch(/^two is a worker of \S+ already\.\n/);
    expect([await running("web", host()), await running("web", second)]).toEqual(before);
    expect(await called("status")).toMatch(
      /^host host: manager, ready, keeps .*redis.*\.\nhost two: worker, ready\.$/m,
    );
  });

  test("claim 35: the next release at 50 requests a second fails none, and is on both hosts", async () => {
    release = await shared({ ...images(), web: await newWeb(host(), "on two hosts") }, registry);
    const words = ["--images", imagesFile(site().files, release)];
    expect((await atFifty("deploy to two hosts", called("deploy", ...words))).failures).toEqual({});
    expect(await answers()).toBe(digestOf(release.web ?? ""));
    await settled("web", 1);
    expect(await running("web", second)).toHaveLength(1);
  });

  test("images of the host's own registry are refused where there are two hosts", async () => {
    const { code, stderr } = await call(site(), "deploy", "--images", imagesFile(site().files, images()));
    expect(code).toBe(2);
    expect(stderr).toContain("The images are in the host's own registry, which no other host reaches");
  });

  test("a host lost at 50 requests a second costs those in flight at most, and the site heals by itself", async () => {
    const during = async (answered: (more: number) => Promise<void>) => {
      await answered(100);
      await second.remove();
      await settled("web", 2);
      await answered(100);
    };
    const outcome = await load(["/", "/version"], { perSecond: 50 }, during, visit);
    console.info(told("a host lost", outcome));
    expect(failed(outcome)).toBe(0);
    const { code, stderr, stdout } = await call(site(), "health");
    expect(code).toBe(6);
    expect(stdout + stderr).toMatch(/host two +BAD +worker, down; gone for good: docker node rm --force two/);
    expect(stdout + stderr).toMatch(/web +ok +2\/2 replicas/);
  });

  test("a host made anew under the same name takes its place", async () => {
    second = await secondHost();
    await second.trust(registry);
    await second.sh("hostname two");
    await called("join", ...to(second));
    expect(await running("web", second)).toHaveLength(1);
    expect(await host().docker("node", "ls", "--format", "{{.Hostname}} {{.Status}}")).toMatch(
      /^(host|two) Ready\n(host|two) Ready$/,
    );
    expect((await call(site(), "health")).code).toBe(0);
  });
});

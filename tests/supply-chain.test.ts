import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { joining, tagging } from "../dagger/src/release/joining.ts";
import { editLine } from "../testing/edits.ts";
import { copyRepository, type RepositoryCopy } from "../testing/repository.ts";
import { type Registry, startRegistry } from "./hosts/registry.ts";
import { daggerw, type Ended } from "./programs.ts";
import { type Inspector, inspector } from "./supply-chain/inspector.ts";

const PASSWORD = "correct horse battery staple";
const REVISION = "0123456789abcdef0123456789abcdef01234567";
/** What is installed into each image, as its list of packages has to name it. */
/** Packages that are in each image, and how many images it is made from. */
const apps = { web: ["libc6", "zod"], api: ["libc6", "sharp"], acme: ["libc6"], proxy: ["libc6", "nginx"] };
const basesOf = { web: 3, api: 2, acme: 2, proxy: 1 } as const;
type App = keyof typeof apps;

const folder = mkdtempSync(join(tmpdir(), "flipdocs-supply-chain-"));
let registry: Registry;
let somebody: Inspector;
let copy: RepositoryCopy;
let first: Ended;

interface Given {
  readonly tags?: string;
  readonly password?: string;
  readonly ca?: string;
  /** The file that signs; none leaves images unsigned. */
  readonly key?: string;
  readonly standins?: boolean;
  readonly more?: readonly string[];
}

/** Publishes from the copy, as a person would type it. */
function publish({
  tags = "1.0.0",
  password = PASSWORD,
  ca = "ca.pem",
  key = "cosign.key",
  standins = true,
  more = [],
}: Given) {
  const signer = [`--cosignkey=file:${join(folder, key)}`, "--cosignpassword=env:KEY_PASSWORD", "--log=false"];
  return daggerw(
    [
      ...["--progress=plain", "call", "publish", `--registry=${registry.url}/team`, `--tags=${tags}`],
      ...["--username=ci", "--password=env:REGISTRY_PASSWORD", `--ca=${join(folder, ca)}`],
      ...[...(key ? signer : []), ...(standins ? ["--standins"] : []), ...more],
    ],
    { cwd: copy.folder, env: { REGISTRY_PASSWORD: password, KEY_PASSWORD: "for-the-key" } },
  );
}

/** References by name, out of what `publish` printed. */
const refs = ({ stdout }: Ended): Record<string, string> =>
  Object.fromEntries(
    stdout
      .trim()
      .split("\n")
      .map((line) => line.split(" ")),
  );

const repository = (app: App) => `${registry.url}/team/flipdocs-${app}`;
const BY_KEY = "--key cosign.pub --insecure-ignore-tlog=true";
const attested = async (ref: string, type: string): Promise<unknown> => {
  const line = await somebody.sh(`cosign verify-attestation ${BY_KEY} --type ${type} ${ref} 2>/dev/null | tail -n 1`);
  return JSON.parse(Buffer.from(JSON.parse(line).payload, "base64").toString()).predicate;
};
const verifies = (ref: string) =>
  somebody.sh(
    `for check in "verify" "verify-attestation --type spdxjson" "verify-attestation --type slsaprovenance1"; do
      if cosign $check ${BY_KEY} ${ref} >/dev/null 2>&1; then echo yes; else echo no; fi
    done`,
  );

beforeAll(async () => {
  registry = await startRegistry({ tls: true, password: PASSWORD });
  writeFileSync(join(folder, "ca.pem"), registry.ca ?? "");
  somebody = await inspector(registry, folder);
  await somebody.sh("cosign generate-key-pair 2>/dev/null");
  const other = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=other";
  await somebody.sh(`${other} -keyout /dev/null -out other.pem 2>/dev/null`);
  copy = copyRepository();
  const origin = ["--origin=https://git.example/team/flipdocs", `--revision=${REVISION}`];
  const made = ["--created=2026-11-26T20:00:00Z", "--run=https://git.example/team/flipdocs/runs/7"];
  first = await publish({ more: [...origin, ...made] });
}, 900_000);

afterAll(async () => {
  copy?.remove();
  await somebody?.remove();
  await registry?.remove();
  rmSync(folder, { recursive: true, force: true });
});

test("publishing prints a name and a reference by digest for each image, and leaves nothing on this machine", () => {
  expect({ code: first.code, stderr: first.code === 0 ? "" : first.stderr }).toEqual({ code: 0, stderr: "" });
  expect(Object.keys(refs(first))).toEqual([...Object.keys(apps), "redis"]);
  for (const app of Object.keys(apps) as App[])
    expect(refs(first)[app]).toMatch(new RegExp(`^${repository(app)}@sha256:[0-9a-f]{64}$`));
  expect(first.stderr).toContain("not in the public log");
  expect(first).toMatchObject({ left: [] });
});

const Spdx = z.object({ spdxVersion: z.string(), packages: z.array(z.object({ name: z.string() })) });
const Provenance = z.object({
  buildDefinition: z.object({
    resolvedDependencies: z.array(z.object({ uri: z.string(), digest: z.record(z.string(), z.string()).optional() })),
  }),
  runDetails: z.object({ builder: z.object({ id: z.string() }) }),
});

describe.each(Object.entries(apps) as [App, string[]][])("the published image of %s", (app, expected) => {
  let ref: string;

  beforeAll(() => {
    ref = refs(first)[app] ?? "";
  });

  test("claim 8: has an SPDX list of its packages, attested", async () => {
    const { spdxVersion, packages } = Spdx.parse(await attested(ref, "spdxjson"));
    expect(spdxVersion).toMatch(/^SPDX-\d/);
    expect(packages.length).toBeGreaterThan(5);
    expect(packages.map(({ name }) => name)).toEqual(expect.arrayContaining(expected));
  });

  test("claim 9: its signature and attestations verify, and none once a byte has changed", async () => {
    expect(await verifies(ref)).toBe("yes\nyes\nyes");
    const forged = await somebody.sh(`forge ${repository(app)} ${ref.split("@")[1]}`);
    expect(forged).toMatch(/^sha256:/);
    expect(await verifies(`${repository(app)}@${forged}`)).toBe("no\nno\nno");
  });

  test("its provenance names commit, bases and run", async () => {
    const { buildDefinition, runDetails } = Provenance.parse(await attested(ref, "slsaprovenance1"));
    const [commit, ...bases] = buildDefinition.resolvedDependencies;
    expect(commit).toEqual({
      uri: `git+https://git.example/team/flipdocs@${REVISION}`,
      digest: { gitCommit: REVISION },
    });
    expect(bases).toHaveLength(basesOf[app]);
    expect(runDetails.builder.id).toBe("https://git.example/team/flipdocs/runs/7");
  });

  test("its labels and annotations say where it comes from, and its health check is still there", async () => {
    const said = {
      "org.opencontainers.image.created": "2026-11-26T20:00:00Z",
      "org.opencontainers.image.revision": REVISION,
      "org.opencontainers.image.source": "https://git.example/team/flipdocs",
      "org.opencontainers.image.version": "1.0.0",
    };
    const manifest = JSON.parse(await somebody.sh(`skopeo inspect --raw docker://${repository(app)}:1.0.0`));
    const { config, created } = JSON.parse(await somebody.sh(`skopeo inspect --raw --config docker://${ref}`));
    expect(manifest.annotations).toEqual(said);
    expect(config.Labels).toMatchObject(said);
    expect(created).toBe("2026-11-26T20:00:00Z");
    expect(config.Healthcheck.Test.length).toBeGreaterThan(1);
  });
});

/** Publishes, and measures what that moved. */
async function measured(given: Given) {
  const before = await registry.received();
  const ended = await publish(given);
  expect(ended.code, ended.stderr).toBe(0);
  return { ended, moved: (await registry.received()) - before };
}

test("published again, from another commit, nothing is pushed or signed, and each image is the same", async () => {
  const blobs = () => registry.sh("find /var/lib/registry/docker/registry/v2/blobs -name data | sort");
  const before = await blobs();
  const { ended, moved } = await measured({ tags: "1.0.1,feature/again", more: ["--revision=another"] });
  expect(refs(ended)).toEqual(refs(first));
  expect(ended.stderr).not.toMatch(/pushed|attested and signed/);
  expect(await blobs()).toBe(before);
  // Nor is anything sent that is there: questions and tags for five images come to 0.2 MB, most of it handshakes.
  expect(moved).toBeLessThan(500_000);
  const tagged = await somebody.sh(`skopeo inspect --format '{{.Digest}}' docker://${repository("api")}:feature-again`);
  expect(refs(first).api).toBe(`${repository("api")}@${tagged}`);
});

test("an edited line of the API moves at most 1.5 MB, and the other images stay the same", async () => {
  editLine(copy.folder, "api", `published ${process.pid}`);
  const { ended, moved } = await measured({ tags: "1.1.0" });
  const { api, ...others } = refs(ended);
  const { api: before, ...othersBefore } = refs(first);
  expect(api).not.toBe(before);
  expect(others).toEqual(othersBefore);
  expect(moved).toBeLessThan(1_500_000);
});

test("what stands under the tag of a content, and is none of it, is not taken for it", async () => {
  const digest = refs(first).proxy?.split("@")[1];
  const [tag] = (
    await somebody.sh(`skopeo list-tags docker://${repository("proxy")} | jq -r '.Tags[]' | grep ^content-`)
  ).split("\n");
  const forged = await somebody.sh(`forge ${repository("proxy")} ${digest}`);
  await somebody.sh(
    `skopeo copy --quiet docker://${repository("proxy")}@${forged} docker://${repository("proxy")}:${tag}`,
  );
  const { ended } = await measured({ tags: "1.1.1" });
  expect(refs(ended).proxy).not.toContain(forged);
  expect(await verifies(refs(ended).proxy ?? "")).toBe("yes\nyes\nyes");
});

test("images of two platforms get one index, which is found again, and has each one's architecture", async () => {
  const web = refs(first).web?.split("@")[1] ?? "";
  // The same image, but for the architecture that its configuration names.
  const other = await somebody.sh(`forge ${repository("web")} ${web}`);
  const lines = joining({ prefix: `${registry.url}/team` }, { "flipdocs-web": [web, other] }, { version: "1.2.0" });
  const join = () => somebody.sh(["name=flipdocs-web", ...lines, ...tagging(["both"])].join("\n"));
  const [digest, state] = (await join()).split(" ");
  expect(state).toBe("new");
  expect(await join()).toBe(`${digest} kept`);
  const said = await somebody.sh(
    `skopeo inspect --raw docker://${repository("web")}:both | tee /tmp/index | sha256sum; cat /tmp/index`,
  );
  expect(`sha256:${said.slice(0, 64)}`).toBe(digest);
  const index = JSON.parse(said.split("\n").slice(1).join("\n"));
  expect(index).toMatchObject({
    mediaType: "application/vnd.oci.image.index.v1+json",
    annotations: { "org.opencontainers.image.version": "1.2.0" },
  });
  const [own, altered] = index.manifests.map((one: { digest: string; platform: { architecture: string } }) => one);
  expect([own.digest, altered.digest]).toEqual([web, other]);
  expect(altered.platform.architecture).toBe(own.platform.architecture.replace(/^a/, "b"));
});

test("without key and token an image is published unsigned, and that is said", async () => {
  const { ended } = await measured({ tags: "unsigned", key: "" });
  expect(ended.stderr).toContain("unsigned, with no list of packages and no provenance");
});

describe("a clear error of its own, with nothing left behind and no secret in it, for", () => {
  const refused = async (said: RegExp, given: Given) => {
    const ended = await publish({ tags: "refused", ...given });
    expect(ended.code).toBe(2);
    expect(ended.stderr).toMatch(said);
    expect(ended.stderr).not.toMatch(/horse|for-the-key|PRIVATE KEY/);
    expect(ended).toMatchObject({ stdout: "", left: [] });
    expect(await somebody.sh(`skopeo list-tags docker://${repository("web")}`)).not.toContain('"refused"');
  };
  test("base images that were made from packages", () =>
    refused(/Stand-ins, made from packages .*node:24.*--standins/s, { standins: false }));

  test("a platform that nothing is made for", () =>
    refused(/--platforms linux\/amd46: no base image is made for that\.\nSay one or more of linux/, {
      more: ["--platforms=linux/amd64,linux/amd46"],
    }));

  test("a platform that this engine does not build for, of those that are asked for", () =>
    refused(
      /Docker alone builds for linux\/\w+ here, and not for linux\/\w+\. Type the same on a machine of that kind/,
      {
        more: ["--platforms=linux/amd64,linux/arm64"],
      },
    ));

  test("a wrong password", () =>
    refused(/the registry refuses these credentials\.\nGive ones that may push/, { password: "wrong horse" }));

  test("an authority that nobody trusts", () =>
    refused(/certificate that nothing here vouches for\.\nGive the certificate/, { ca: "other.pem" }));

  test("a key that does not open", () =>
    refused(/the signing key does not open\.\nGive the file/, { key: "cosign.pub" }));

  test("claim 43: a registry that cannot write", async () => {
    await registry.sh("mv /var/lib/registry/docker /var/lib/registry/kept && touch /var/lib/registry/docker");
    try {
      editLine(copy.folder, "api", `not written ${process.pid}`);
      const { code, stderr } = await publish({ tags: "refused" });
      expect({
        code,
        said: /flipdocs-\w+: the registry did not take the image\.\nWhat it said is below/.test(stderr),
      }).toEqual({ code: 2, said: true });
    } finally {
      await registry.sh("rm /var/lib/registry/docker && mv /var/lib/registry/kept /var/lib/registry/docker");
    }
  });

  test("claim 43: a registry that is away", async () => {
    await registry.stop();
    const { code, stderr } = await publish({ tags: "refused" });
    await registry.start();
    expect({ code, said: /the registry does not answer\.\nSee that its name/.test(stderr) }).toEqual({
      code: 2,
      said: true,
    });
  });
});

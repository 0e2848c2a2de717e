import { type Container, type Directory, dag } from "@dagger.io/dagger";
import { beforeEach, expect, test, vi } from "vitest";
import { act } from "../src/release/act.ts";
import { type Built, publish, published } from "../src/release/publish.ts";
import { find, push } from "../src/release/push.ts";
import type { Registry } from "../src/release/registry.ts";
import { publishFor } from "../src/release/several.ts";
import type { Signer } from "../src/release/sign.ts";

// What is asked of a registry is kept, and what it says is said here: nothing of it is run.
vi.mock("../src/release/act.ts");
vi.mock("../src/progress.ts");

const registry: Registry = { prefix: "r.example/acme" };
const secret = dag.setSecret("key", "never read");
const key: Signer = { key: secret, log: true };

const layout = (): Directory => dag.directory();
const built = (name: string): Built => ({ name, bases: ["debian:13"], layout: layout(), container: {} as Container });

/** What a registry was asked, step by step. */
const asked = (): string[] => vi.mocked(act).mock.calls.map(([, lines]) => lines.join("\n"));

/** A registry that has nothing yet, in which nothing is signed. */
const says = (stdout: string, code = 0, stderr = "") => vi.mocked(act).mockResolvedValue({ code, stdout, stderr });

/** The same, which answers one step after the other. */
const saysInTurn = (...all: readonly string[]) => {
  for (const stdout of all) vi.mocked(act).mockResolvedValueOnce({ code: 0, stdout, stderr: "" });
};

beforeEach(() => {
  vi.mocked(act).mockReset();
  vi.spyOn(dag, "version").mockResolvedValue("v0.21.8");
});

test("pushed images are called by their digests, and which of them are new is told", async () => {
  says("web sha256:1 new\napi sha256:2 kept\n");
  const images = ["web", "api"].map((name) => ({ name, layout: layout() }));
  expect(await push(images, registry, { tags: ["1"] })).toMatchObject([
    { name: "web", ref: "r.example/acme/web@sha256:1", isNew: true },
    { name: "api", ref: "r.example/acme/api@sha256:2", isNew: false },
  ]);
  expect(asked()[0]).toContain("copy docker://$repository@$found docker://$repository:1");
});

test("images that the registry has not are not found, and nothing is pushed for it", async () => {
  says("web sha256:1\napi");
  const images = ["web", "api"].map((name) => ({ name, layout: layout() }));
  expect(await find(images, registry)).toMatchObject([{ name: "web", ref: "r.example/acme/web@sha256:1" }]);
  expect(asked()[0]).not.toContain("copy oci:");
});

test("of several images the one that failed is named, by where it goes", async () => {
  says("web\n", 1, "denied: permission_denied");
  const pushing = push([{ name: "web", layout: layout() }], registry);
  await expect(pushing).rejects.toThrow("r.example/acme/web: the registry refuses these credentials.");
});

test("without tags nothing is tagged; with a signer, tags come last of all", async () => {
  saysInTurn("flipdocs-web sha256:1 new", "", "flipdocs-web sha256:1 kept");
  const publication = { registry, origin: { version: "1.4.0" }, tags: ["main"], signer: key };
  expect(await publish([built("web")], publication)).toEqual([
    { name: "web", ref: "r.example/acme/flipdocs-web@sha256:1" },
  ]);
  const [pushed, signed, tagged] = asked();
  expect(pushed).not.toContain(":main");
  expect(signed).toContain(
    "cosign sign --key /run/signing/key --tlog-upload=true --yes r.example/acme/flipdocs-web@sha256:1",
  );
  expect(tagged).toContain("docker://$repository:main");
});

test("unsigned images get their tags as they are pushed", async () => {
  says("flipdocs-web sha256:1 new");
  await publish([built("web")], { registry, origin: {}, tags: ["main"] });
  expect(asked()).toHaveLength(1);
  expect(asked()[0]).toContain("docker://$repository:main");
});

test("an image that was there is asked for its signature, and not signed twice", async () => {
  saysInTurn("flipdocs-web sha256:1 kept", "signed");
  await publish([built("web")], { registry, origin: {}, tags: [], signer: key });
  expect(asked()).toHaveLength(2);
  expect(asked()[1]).toContain("if cosign verify --key /run/signing/key.pub");
});

test("what is published already is told by the product's own names", async () => {
  says("flipdocs-web sha256:1\nflipdocs-api");
  expect(await published([built("web"), built("api")], registry)).toEqual([
    { name: "web", ref: "r.example/acme/flipdocs-web@sha256:1" },
  ]);
});

test("several platforms: images without tags, then an index over each name, in the platforms' order", async () => {
  saysInTurn("flipdocs-web sha256:1 new", "flipdocs-web sha256:2 new", "flipdocs-web sha256:3 new");
  const publication = { registry, origin: {}, tags: ["main"] };
  const all = await publishFor(["linux/amd64", "linux/arm64"], async () => [built("web")], publication);
  expect(all).toEqual([{ name: "web", ref: "r.example/acme/flipdocs-web@sha256:3" }]);
  const [amd, arm, index] = asked();
  expect([amd, arm].filter((lines) => lines?.includes(":main"))).toEqual([]);
  expect(index).toContain('flipdocs-web) parts="sha256:1 sha256:2" ;;');
  expect(index).toContain("skopeo copy --all --quiet docker://$repository@$found docker://$repository:main >&2");
});

test("an index is signed before it has its tags, by itself", async () => {
  const push = (digest: number) => [`flipdocs-web sha256:${digest} new`, ""];
  saysInTurn(...push(1), ...push(2), ...push(3), "flipdocs-web sha256:3 kept");
  const publication = { registry, origin: {}, tags: ["main"], signer: key };
  await publishFor(["linux/amd64", "linux/arm64"], async () => [built("web")], publication);
  const [index, signed, tagged] = asked().slice(-3);
  expect(index).not.toContain(":main");
  expect(signed?.split("\n").filter((line) => line.startsWith("cosign"))).toEqual([
    "cosign sign --key /run/signing/key --tlog-upload=true --yes r.example/acme/flipdocs-web@sha256:3",
  ]);
  expect(tagged).toContain("docker://$repository:main");
});

test("for one platform there is no index", async () => {
  says("flipdocs-web sha256:1 new");
  const publication = { registry, origin: {}, tags: ["main"] };
  const all = await publishFor(["linux/arm64"], async () => [built("web")], publication);
  expect(all).toEqual([{ name: "web", ref: "r.example/acme/flipdocs-web@sha256:1" }]);
  expect(asked()).toHaveLength(1);
});

test("what goes wrong for other reasons than the platform is said as it is", async () => {
  const build = async () => Promise.reject(new Error("no space left"));
  await expect(publishFor(["linux/arm64"], build, { registry, origin: {}, tags: [] })).rejects.toThrow("no space left");
});

import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { InspectedImage } from "../base/inspect.ts";
import { whole } from "../tree/content.ts";
import { archive, compress } from "./oci.ts";

const inspected: InspectedImage = {
  Id: "sha256:image",
  Os: "linux",
  Architecture: "arm64",
  Config: {
    Hostname: "",
    AttachStdin: false,
    User: "1001:1001",
    Env: ["A=1"],
    Cmd: null,
    Entrypoint: ["/app"],
    Labels: { a: "b" },
    Image: "",
  },
  RootFS: { Layers: ["sha256:one", "sha256:two"] },
};
const layers = [Buffer.from("lower"), Buffer.from("upper")];
const made = archive(inspected, layers, { "org.opencontainers.image.version": "1.2.3" });

const bytes = (path: string): Buffer => {
  const entry = made.get(path);
  if (entry?.kind !== "file") throw new Error(`${path} is no file`);
  return whole(entry.bytes);
};
const parsed = (path: string) => JSON.parse(bytes(path).toString("utf8"));
const blob = (digest: string): string => `blobs/${digest.replace(":", "/")}`;
const [described] = parsed("index.json").manifests;
const manifest = parsed(blob(described.digest));

test("each blob lies under its own digest, and is described with its size", () => {
  const blobs = [...made.keys()].filter((path) => path.startsWith("blobs/sha256/"));
  expect(blobs).toHaveLength(4);
  for (const path of blobs) expect(path).toBe(`blobs/sha256/${createHash("sha256").update(bytes(path)).digest("hex")}`);
  for (const { digest, size } of [described, manifest.config, ...manifest.layers])
    expect(bytes(blob(digest))).toHaveLength(size);
});

test("Docker finds the configuration and the layers, too", () => {
  const Layers = manifest.layers.map(({ digest }: { digest: string }) => blob(digest));
  expect(parsed("manifest.json")).toEqual([{ Config: blob(manifest.config.digest), RepoTags: null, Layers }]);
});

test("layers keep their order, and say that they are compressed", () => {
  expect(manifest.layers.map(({ digest }: { digest: string }) => bytes(blob(digest)).toString())).toEqual([
    "lower",
    "upper",
  ]);
  expect(manifest.layers[0].mediaType).toBe("application/vnd.oci.image.layer.v1.tar+gzip");
});

test("the configuration has what an image has, and neither a container's nor the time of the build", () => {
  expect(parsed(blob(manifest.config.digest))).toEqual({
    created: "1970-01-01T00:00:00Z",
    architecture: "arm64",
    os: "linux",
    config: { User: "1001:1001", Env: ["A=1"], Entrypoint: ["/app"], Labels: { a: "b" } },
    rootfs: { type: "layers", diff_ids: ["sha256:one", "sha256:two"] },
  });
});

test("annotations stand in the manifest and beside its digest, and nowhere where none are set", () => {
  const annotations = { "org.opencontainers.image.version": "1.2.3" };
  expect([manifest.annotations, described.annotations]).toEqual([annotations, annotations]);
  const [plain] = JSON.parse(
    (archive(inspected, layers).get("index.json") as { bytes: Buffer }).bytes.toString(),
  ).manifests;
  expect(plain.digest).not.toBe(described.digest);
});

test("a layer comes to the same bytes, in whatever pieces Docker hands it over", async () => {
  const folder = mkdtempSync(join(tmpdir(), "flipdocs-layer-"));
  const layer = Buffer.from(Array.from({ length: 300_000 }, (_, index) => (index * index) % 251));
  async function* inPieces(size: number) {
    for (let at = 0; at < layer.length; at += size) yield layer.subarray(at, at + size);
  }
  try {
    const files = [512, 70_001, layer.length].map((size) => [size, join(folder, String(size))] as const);
    for (const [size, file] of files) await compress(inPieces(size), file);
    const [first, ...others] = files.map(([, file]) => readFileSync(file));
    for (const other of others) expect(other.equals(first ?? Buffer.alloc(0))).toBe(true);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

import { createHash, randomUUID } from "node:crypto";
import { createWriteStream, existsSync, mkdirSync, readFileSync } from "node:fs";
import { rename } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { extract } from "tar-stream";
import { docker } from "../base/docker.ts";
import type { InspectedImage } from "../base/inspect.ts";
import { cacheFolder, dropOld } from "../cache.ts";
import { emptyTree, fileEntry, put, type Tree } from "../tree/tree.ts";

/**
 * An image of Docker's store as the files of an OCI archive. The same image gives the same bytes: `docker save` tells
 * when it was built, and does not compress. Each layer is compressed once.
 *
 * @param inspected what Docker tells of it
 * @param annotations of the manifest
 */
export async function ociLayout(
  image: string,
  inspected: InspectedImage,
  annotations: Readonly<Record<string, string>>,
): Promise<Tree> {
  const files = await compressed(image, inspected.RootFS.Layers ?? []);
  const layers = files.map((file) => readFileSync(file));
  return archive(inspected, layers, annotations);
}

/** The files of the archive, from what Docker tells and from the compressed layers, the lowest first. Pure. */
export function archive(
  { Os: os, Architecture: architecture, Config, RootFS }: InspectedImage,
  layers: readonly Buffer[],
  annotations: Readonly<Record<string, string>> = {},
): Tree {
  const isSet = (value: unknown) => !(value === null || value === "" || (Array.isArray(value) && value.length === 0));
  const set = Object.entries(Config).filter(([name, value]) => ofImages.has(name) && isSet(value));
  const rootfs = { type: "layers", diff_ids: RootFS.Layers ?? [] };
  const annotated = Object.keys(annotations).length > 0 && { annotations };
  const config = blob(
    json({ created: "1970-01-01T00:00:00Z", architecture, os, config: Object.fromEntries(set), rootfs }),
  );
  const packed = layers.map(blob);
  const manifest = blob(
    json({
      schemaVersion: 2,
      mediaType: `${oci}.manifest.v1+json`,
      config: descriptor("config.v1+json", config),
      layers: packed.map((layer) => descriptor("layer.v1.tar+gzip", layer)),
      ...annotated,
    }),
  );
  const manifests = [{ ...descriptor("manifest.v1+json", manifest), ...annotated }];
  // For `docker load`, as the engine has it.
  const loaded = [{ Config: config.path, RepoTags: null, Layers: packed.map(({ path }) => path) }];
  const files: [string, Buffer][] = [
    ["oci-layout", json({ imageLayoutVersion: "1.0.0" })],
    ["index.json", json({ schemaVersion: 2, mediaType: `${oci}.index.v1+json`, manifests })],
    ["manifest.json", json(loaded)],
    ...[config, manifest, ...packed].map(({ path, bytes }): [string, Buffer] => [path, bytes]),
  ];
  return files.reduce((tree, [path, bytes]) => put(tree, path, fileEntry(bytes)), emptyTree);
}

const oci = "application/vnd.oci.image";

/** What belongs to an image's configuration of all that Docker shows there; the rest is for containers. */
const ofImages = new Set(
  "User ExposedPorts Env Entrypoint Cmd Volumes WorkingDir Labels StopSignal Healthcheck Shell OnBuild".split(" "),
);

const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));

/** Bytes, their digest and their place in the archive; a layer is read through once for that. */
interface Blob {
  readonly bytes: Buffer;
  readonly digest: string;
  readonly path: string;
}

function blob(bytes: Buffer): Blob {
  const digest = createHash("sha256").update(bytes).digest("hex");
  return { bytes, digest: `sha256:${digest}`, path: `blobs/sha256/${digest}` };
}

const descriptor = (type: string, { bytes, digest }: Blob) => ({
  mediaType: `${oci}.${type}`,
  digest,
  size: bytes.length,
});

/** What zlib makes of a layer depends on the pieces that it is given; Docker's differ each time. */
const PIECE = 65_536;

async function* pieces(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const bytes of source) {
    rest = rest.length > 0 ? Buffer.concat([rest, bytes]) : bytes;
    for (; rest.length >= PIECE; rest = rest.subarray(PIECE)) yield rest.subarray(0, PIECE);
  }
  if (rest.length > 0) yield rest;
}

/** Compresses a layer into a file: the same layer is the same bytes, whoever compresses it. */
export const compress = (layer: AsyncIterable<Buffer>, file: string): Promise<void> =>
  pipeline(pieces(layer), createGzip(), createWriteStream(file));

/** The image's layers as compressed files, made where an earlier image has not brought them. */
async function compressed(image: string, layers: readonly string[]): Promise<string[]> {
  const folder = cacheFolder("compressed");
  const place = (layer: string) => join(folder, `${layer.replace("sha256:", "")}.gz`);
  mkdirSync(folder, { recursive: true });
  dropOld(folder);
  const missing = new Set(layers.map(place).filter((file) => !existsSync(file)));
  if (missing.size > 0) await saveLayers(image, (name) => (missing.delete(place(name)) ? place(name) : undefined));
  if (missing.size > 0)
    throw new Error(
      "docker save has the image's layers in another form: Container.asTarball needs Docker 25 or newer, without its containerd image store (Docker Desktop: Settings, General), or a Dagger engine",
    );
  return layers.map(place);
}

/** Compresses the layers that have a place; the others pass by. */
async function saveLayers(image: string, placeOf: (layer: string) => string | undefined): Promise<void> {
  const onOutput = async (saved: Readable) => {
    for await (const entry of saved.pipe(extract())) {
      const place = placeOf(entry.header.name.replace("blobs/sha256/", ""));
      if (!place) {
        entry.resume();
        continue;
      }
      const partial = `${place}.${randomUUID()}`;
      // Its types do not say that tar-stream hands over bytes.
      await compress(entry as AsyncIterable<Buffer>, partial);
      await rename(partial, place);
    }
  };
  await docker(["save", image], { onOutput });
}

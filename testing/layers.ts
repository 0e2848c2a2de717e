import { execFileSync } from "node:child_process";
import { createReadStream, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { dockerBinary } from "../packages/dagger-on-docker/src/base/docker.ts";

/** The layers of an image, the lowest first, by the digest of their content. */
export function layerDigests(image: string, env: NodeJS.ProcessEnv = process.env): string[] {
  const text = docker(["image", "inspect", "--format", "{{json .RootFS.Layers}}", image], env);
  return JSON.parse(text) as string[];
}

/** The size of an image on disk, in megabytes. */
export function imageSize(image: string, env: NodeJS.ProcessEnv = process.env): number {
  return Number(docker(["image", "inspect", "--format", "{{.Size}}", image], env)) / 1e6;
}

/** What a host that has one image must fetch for another: its new layers, as a registry stores them. Megabytes. */
export async function movedMegabytes(from: string, to: string, env: NodeJS.ProcessEnv = process.env): Promise<number> {
  const had = new Set(layerDigests(from, env));
  const digests = layerDigests(to, env);
  const folder = mkdtempSync(join(tmpdir(), "flipdocs-layers-"));
  try {
    execFileSync("sh", ["-c", '"$0" save "$1" | tar -x -C "$2"', dockerBinary(), to, folder], { env });
    const [{ Layers: files }] = JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8"));
    const moved = digests.map((digest, index) => (had.has(digest) ? 0 : gzipSize(join(folder, files[index]))));
    return (await Promise.all(moved)).reduce((sum, bytes) => sum + bytes, 0) / 1e6;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function gzipSize(file: string): Promise<number> {
  let bytes = 0;
  await pipeline(createReadStream(file), createGzip(), async (parts) => {
    for await (const part of parts) bytes += part.length;
  });
  return bytes;
}

function docker(args: readonly string[], env: NodeJS.ProcessEnv): string {
  return execFileSync(dockerBinary(), args, { env, encoding: "utf8" });
}

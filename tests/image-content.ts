import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dockerBinary } from "../packages/dagger-on-docker/src/base/docker.ts";
import { docker } from "./programs.ts";

/** A file of an image, as tar lists it. */
export interface ImageFile {
  readonly path: string;
  /** As `ls -l` shows it: `-rwsr-xr-x`. */
  readonly mode: string;
  /** When it was changed, in UTC: `1970-01-01 00:00:01`. */
  readonly changed: string;
}

/** All files of an image; nothing of it is run. */
export async function filesOf(image: string): Promise<ImageFile[]> {
  const container = await docker("create", image, "never-started");
  try {
    const script = '"$0" export "$1" | tar -tv --numeric-owner --full-time --utc';
    const { stdout } = spawnSync("sh", ["-c", script, dockerBinary(), container], {
      encoding: "utf8",
      maxBuffer: 2 ** 28,
    });
    return stdout.split("\n").flatMap((line) => {
      const [, mode, changed, path] = /^(\S{10}) \S+ +\d+ (\S+ \S+) (.*?)(?: (?:->|link to) .*)?$/.exec(line) ?? [];
      return mode && changed && path ? [{ mode, changed, path: `/${path}` }] : [];
    });
  } finally {
    await docker("rm", container);
  }
}

/** Which of some texts lie anywhere in an image: in a file of any layer, deleted ones too, or in its configuration. */
export function textsIn(image: string, texts: readonly string[]): string[] {
  const script = '"$0" save "$1" | LC_ALL=C grep -a -o -F -f /dev/fd/3 3<<EOF\n$2\nEOF';
  const given = ["-c", script, dockerBinary(), image, texts.join("\n")];
  const { stdout } = spawnSync("bash", given, { encoding: "utf8", maxBuffer: 2 ** 28 });
  return [...new Set(stdout.split("\n").filter(Boolean))];
}

/** The files in which two images differ, by their paths; one that only one of them has counts, too. */
export async function differingFiles(one: string, other: string): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), "flipdocs-images-"));
  try {
    for (const [name, image] of Object.entries({ one, other })) {
      mkdirSync(join(folder, name));
      const container = await docker("create", image, "never-started");
      const script = '"$0" export "$1" | tar -x -C "$2"';
      spawnSync("sh", ["-c", script, dockerBinary(), container, join(folder, name)]);
      await docker("rm", container);
    }
    const { stdout } = spawnSync("diff", ["-rq", "--no-dereference", "one", "other"], {
      cwd: folder,
      encoding: "utf8",
    });
    return [...stdout.matchAll(/^(?:Files one(\S+) and|Only in \w+(\S*): (\S+))/gm)].map(
      ([, path, parent, name]) => path ?? `${parent}/${name}`,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

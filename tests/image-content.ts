import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dockerBinary } from "../packages/dagger-on-docker/src/base/docker.ts";
import { attempt, run } from "../testing/programs.ts";
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
    const stdout = await run("bash", ["-o", "pipefail", "-c", script, dockerBinary(), container]);
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
  // grep says by 1 that there is none of them; Docker says so of an image that is not there.
  const script =
    '"$0" save "$1" | LC_ALL=C grep -a -o -F -f /dev/fd/3 3<<EOF\n$2\nEOF\n' +
    'ended=("${PIPESTATUS[@]}"); [ "${ended[0]}" = 0 ] && [ "${ended[1]}" -le 1 ]';
  const given = ["-c", script, dockerBinary(), image, texts.join("\n")];
  const { stdout, stderr, status } = spawnSync("bash", given, { encoding: "utf8", maxBuffer: 2 ** 28 });
  if (status !== 0) throw new Error(`${image} could not be searched: ${stderr}`);
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
      await run("bash", ["-o", "pipefail", "-c", script, dockerBinary(), container, join(folder, name)]).finally(() =>
        docker("rm", container),
      );
    }
    const diff = ["-rq", "--no-dereference", "one", "other"];
    const { code, stdout, stderr } = await attempt("diff", diff, { cwd: folder });
    // 1 says that something differs; more, that something could not be compared.
    if (code !== 0 && code !== 1) throw new Error(`${one} and ${other} could not be compared: ${stderr}`);
    return [...stdout.matchAll(/^(?:Files one(\S+) and|Only in \w+(\S*): (\S+))/gm)].map(
      ([, path, parent, name]) => path ?? `${parent}/${name}`,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { attempt, docker, run } from "../../testing/programs.ts";
import { copyRepository } from "../../testing/repository.ts";

/** How editors and git write: into the file, or a new one that takes its place. */
export type Writing = "in place" | "by rename";

/** A copy of this repository with a development stack of its own: tests edit it, nobody else is disturbed. */
export interface WorkingCopy {
  /** Runs `npm run dev <words>` in it and gives what it printed, on both streams. */
  dev: (...words: string[]) => Promise<string>;
  /** The same with other variables. */
  devWith: (variables: Record<string, string>, ...words: string[]) => Promise<string>;
  /** Where the copy lies. */
  root: string;
  /** Replaces text in one file; throws when it is not there. */
  edit: (file: string, before: string, after: string, how?: Writing) => Promise<void>;
  /** The address of a service's published port, by the name that browsers trust. */
  address: (service: string, port: number) => Promise<string>;
  /** What the stack has: its containers, networks and volumes. */
  belongings: () => Promise<string[]>;
  /** Removes the stack, images that it made, and the copy. */
  remove: () => Promise<void>;
}

/**
 * Copies the repository; nothing is started.
 *
 * @param variables for the stack; `COMPOSE_FILE` is relative to the copy
 */
export async function workingCopy(variables: Record<string, string> = {}): Promise<WorkingCopy> {
  const { folder: root, remove } = copyRepository();
  // As under `umask 077`: what containers mount is read by users of theirs all the same.
  await run("chmod", ["-R", "go=", root]);
  const project = `flipdocs-dev-test-${process.pid}`;
  const ports = Object.fromEntries(["", "_WEB", "_API", "_REDIS"].map((name) => [`FLIPDOCS${name}_PORT`, "0"]));
  const env = { ...process.env, ...ports, COMPOSE_PROJECT_NAME: project, ...variables };

  const devWith: WorkingCopy["devWith"] = async (others, ...words) => {
    const options = { cwd: root, env: { ...env, ...others } };
    const { code, stdout, stderr } = await attempt("npm", ["run", "--silent", "dev", "--", ...words], options);
    if (code !== 0) throw new Error(`dev ${words.join(" ")} ended with ${code}:\n${stderr}`);
    return stdout + stderr;
  };
  const dev: WorkingCopy["dev"] = (...words) => devWith({}, ...words);
  const belongings = async () => {
    const label = `label=com.docker.compose.project=${project}`;
    return (await Promise.all(["container", "network", "volume"].map((kind) => list(kind, label)))).flat();
  };
  return {
    dev,
    devWith,
    root,
    edit: async (file, text, replacement, how = "in place") => {
      const path = join(root, file);
      const content = await readFile(path, "utf8");
      if (!content.includes(text)) throw new Error(`${file} has no ${JSON.stringify(text)}: adapt the test to it.`);
      const written = how === "in place" ? path : `${path}.new`;
      await writeFile(written, content.replace(text, replacement));
      if (how === "by rename") await rename(written, path);
    },
    address: async (service, port) => {
      const published = (await dev("port", service, String(port))).trim();
      return `http://localhost:${published.split(":").at(-1)}`;
    },
    belongings,
    remove: async () => {
      await dev("down", "--volumes", "--rmi", "all").finally(remove);
    },
  };
}

async function list(kind: string, filter: string): Promise<string[]> {
  const format = kind === "container" ? "{{.Names}}" : "{{.Name}}";
  const all = kind === "container" ? ["--all"] : [];
  const stdout = await docker(kind, "ls", ...all, "--filter", filter, "--format", format);
  return stdout.split("\n").filter(Boolean);
}

import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { copyRepository } from "../../bench/repository.ts";

const run = promisify(execFile);
const IMAGES = ["web", "api", "supabase", "proxy", "redis"].map((name) => `flipdocs-dev/${name}`);

/** A copy of this repository with a development stack of its own: tests edit it, nobody else is disturbed. */
export interface WorkingCopy {
  /** Runs `npm run dev <words>` in it and gives what it printed, on both streams. */
  dev: (...words: string[]) => Promise<string>;
  /** Where the copy lies. */
  root: string;
  /** Replaces text in one file; throws when it is not there. */
  edit: (file: string, before: string, after: string) => Promise<void>;
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
  const project = `flipdocs-dev-test-${process.pid}`;
  const before = await list("image", ...IMAGES.map((name) => `reference=${name}`));
  const ports = Object.fromEntries(["", "_WEB", "_API", "_REDIS"].map((name) => [`FLIPDOCS${name}_PORT`, "0"]));
  const env = { ...process.env, ...ports, COMPOSE_PROJECT_NAME: project, ...variables };

  const dev: WorkingCopy["dev"] = async (...words) => {
    const { stdout, stderr } = await run("npm", ["run", "--silent", "dev", "--", ...words], { cwd: root, env });
    return stdout + stderr;
  };
  const belongings = async () => {
    const label = `label=com.docker.compose.project=${project}`;
    return (await Promise.all(["container", "network", "volume"].map((kind) => list(kind, label)))).flat();
  };
  return {
    dev,
    root,
    edit: async (file, text, replacement) => {
      const path = join(root, file);
      const content = await readFile(path, "utf8");
      if (!content.includes(text)) throw new Error(`${file} has no ${JSON.stringify(text)}: adapt the test to it.`);
      await writeFile(path, content.replace(text, replacement));
    },
    address: async (service, port) => {
      const published = (await dev("port", service, String(port))).trim();
      return `http://localhost:${published.split(":").at(-1)}`;
    },
    belongings,
    remove: async () => {
      await dev("down", "--volumes");
      const made = await list("image", ...IMAGES.map((name) => `reference=${name}`));
      if (before.length === 0 && made.length > 0) await run("docker", ["image", "rm", ...made]);
      remove();
    },
  };
}

async function list(kind: string, ...filters: string[]): Promise<string[]> {
  const format = kind === "image" ? "{{.Repository}}:{{.Tag}}" : kind === "container" ? "{{.Names}}" : "{{.Name}}";
  const all = kind === "container" ? ["--all"] : [];
  const args = filters.flatMap((filter) => ["--filter", filter]);
  const { stdout } = await run("docker", [kind, "ls", ...all, ...args, "--format", format]);
  return stdout.split("\n").filter(Boolean);
}

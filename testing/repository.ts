import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { root } from "./programs.ts";

/** A copy of the repository that may be edited. */
export interface RepositoryCopy {
  readonly folder: string;
  /** Removes it. */
  remove(): void;
}

/**
 * Copies what git knows of the checkout, changes that are not committed included, and installs its packages.
 * Packages are installed anew: through a link, `bun install` would point the checkout's own at the copy.
 *
 * @param name what the folder's name begins with
 */
export function copyRepository(name = "flipdocs-copy-"): RepositoryCopy {
  const folder = mkdtempSync(join(tmpdir(), name));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  process.once("exit", remove);
  const list = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
  const files = execFileSync("git", list, { cwd: root, encoding: "utf8" }).split("\0");
  for (const file of files) {
    if (!file || !existsSync(join(root, file))) continue;
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    cpSync(join(root, file), join(folder, file), { verbatimSymlinks: true });
  }
  // The folder with .git is where a module's absolute paths start.
  execFileSync("git", ["init", "--quiet", folder]);
  execFileSync("bun", ["install", "--frozen-lockfile"], { cwd: folder, stdio: "ignore" });
  return { folder, remove };
}

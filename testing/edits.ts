import { execFileSync } from "node:child_process";
import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export type App = "web" | "api";

/** Changes one visible line of an app; `round` makes each change another one. */
export function editLine(folder: string, app: App, round: number | string): void {
  const [file, line, into] = {
    web: ["apps/web/src/app/page.tsx", /(<h1[^>]*>)/, `$1{"Edit ${round} "}`],
    api: ["apps/api/src/index.ts", /log\.info\("listening[^"]*"/, `log.info("listening, edit ${round}"`],
  }[app] as [string, RegExp, string];
  const path = join(folder, file);
  const before = readFileSync(path, "utf8");
  const after = before.replace(line, into);
  if (after === before) throw new Error(`${file} has no line like ${line}: tell testing/edits.ts what to change now.`);
  writeFileSync(path, after);
}

/** Small packages without dependencies of their own; each round adds another one. */
const additions = {
  ms: "2.1.3",
  dequal: "2.0.3",
  clsx: "2.1.1",
  "escape-goat": "4.0.0",
  mri: "1.2.0",
  dlv: "1.1.3",
} as const;

/** Adds a package to an app, and to the lockfile. */
export function addDependency(folder: string, app: App, round: number): void {
  const path = join(folder, `apps/${app}/package.json`);
  const manifest = JSON.parse(readFileSync(path, "utf8"));
  const all = Object.entries(additions);
  const [name = "ms", version = "2.1.3"] = all[round % all.length] ?? [];
  manifest.dependencies = { ...manifest.dependencies, [name]: version };
  writeFileSync(path, `${JSON.stringify(manifest, undefined, 2)}\n`);
  execFileSync("bun", ["install", "--lockfile-only"], { cwd: folder, stdio: "ignore" });
}

/** Changes what no image is made of. */
export function editReadme(folder: string, round: number | string): void {
  appendFileSync(join(folder, "README.md"), `\nEdit ${round}.\n`);
}

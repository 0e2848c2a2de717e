import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The repository. */
export const root = fileURLToPath(new URL("..", import.meta.url));

const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "flipdocs");
const bun = manifest.packageManager.replace("bun@", "");
/** Vitest wants a newer Node than Debian's: the one that the images run on, as a package of npm. */
const node = /node:(\d+\.\d+\.\d+)/.exec(readFileSync(join(root, "dagger/src/images.ts"), "utf8"))?.[1];

/** Variables for the tests' programs: the Bun that daggerw has installed comes before the machine's. */
export const env = {
  ...process.env,
  PATH: [join(cache, `bun-${bun}/node_modules/.bin`), process.env.PATH].join(delimiter),
};

/** The command line that runs a program on that Node, of npm's packages where some are named. */
export const npmExec = (packages, ...words) => {
  const installed = [`node@${node}`, ...packages].map((name) => `--package=${name}`);
  return ["npm", ["exec", "--yes", ...installed, "--", ...words]];
};

/** The command line that runs vitest with some words. */
export const vitest = (...words) => npmExec([], "node", "node_modules/vitest/vitest.mjs", ...words);

import { spawn } from "node:child_process";
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { silent } from "../progress.ts";
import { startSession } from "../session.ts";
import { compiled, sdkFile } from "./bundle.ts";
import type { Properties } from "./properties.ts";
import type { ModuleSource } from "./source.ts";
import type { ModuleDef } from "./types.ts";

const program = fileURLToPath(new URL("./register.ts", import.meta.url));

/**
 * Lets a module register its types through the SDK, in a process and a session of their own.
 *
 * @param folder where a copy of the module's package is laid out for it
 * @throws with the SDK's words when the module cannot be understood
 */
export async function registerModule(
  source: ModuleSource,
  folder: string,
): Promise<{ def: ModuleDef; properties: Properties }> {
  const stage = join(folder, "package");
  layOut(source.source, stage);
  const session = await startSession(silent);
  session.types.name = source.name;
  try {
    await register(stage, { DAGGER_SESSION_PORT: `${session.port}`, DAGGER_SESSION_TOKEN: session.token }, source.name);
    const properties = JSON.parse(readFileSync(join(stage, "properties.json"), "utf8"));
    return { def: session.types.registered, properties };
  } finally {
    await session.close();
    rmSync(stage, { recursive: true, force: true });
  }
}

/** A copy of the package as the SDK's scan wants it: the client's declarations beside it, the SDK to be found. */
function layOut(source: string, stage: string): void {
  cpSync(join(source, "src"), join(stage, "src"), { recursive: true });
  copyFileSync(join(dirname(sdkFile), "api/client.gen.d.ts"), join(stage, "client.gen.ts"));
  writeFileSync(join(stage, "tsconfig.json"), JSON.stringify(compiled));
  const modules = join(stage, "node_modules");
  mkdirSync(join(modules, "@dagger.io"), { recursive: true });
  symlinkSync(join(dirname(sdkFile), "../.."), join(modules, "@dagger.io/dagger"));
  const own = join(source, "node_modules");
  for (const name of existsSync(own) ? readdirSync(own) : []) {
    if (name !== "@dagger.io") symlinkSync(join(own, name), join(modules, name));
  }
}

async function register(stage: string, env: Record<string, string>, name: string): Promise<void> {
  const child = spawn(process.execPath, ["--no-env-file", program, stage], {
    cwd: stage,
    env: { ...process.env, ...env },
    // What a module prints while it loads is not an answer of the CLI.
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
  }
  const code = await new Promise<number | null>((done, failed) => child.on("close", done).on("error", failed));
  if (code !== 0) throw new Error(`the module "${name}" does not load: ${said.trim() || `exit code ${code}`}`);
}

import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { entrypoint } from "@dagger.io/dagger";
import { propertiesOf } from "./properties.ts";

// Runs by itself, in a process of its own: a module registers its types by the SDK's own means, in the session
// of DAGGER_SESSION_PORT. Type-checking takes seconds, so what comes out is kept.
const folder = process.argv[2];
if (!folder) throw new Error("usage: register.ts <folder of the module's package>");

const sources = readdirSync(join(folder, "src"), { recursive: true, encoding: "utf8" });
const files = sources.filter((name) => /\.m?ts$/.test(name)).map((name) => join(folder, "src", name));
try {
  await entrypoint([...files.sort(), join(folder, "client.gen.ts")]);
  writeFileSync(join(folder, "properties.json"), JSON.stringify(propertiesOf(files)));
  process.exit(0);
} catch (error) {
  console.error((error as Error).message);
  process.exit(1);
}

/** Writes src/shares.ts from the manifests of the workspaces: `bun dagger/scripts/write-shares.ts`. */
import { writeFileSync } from "node:fs";
import { shares, sourceOf } from "./shares.ts";
import { folders, workspaces } from "./workspaces.ts";

writeFileSync(new URL("../src/shares.ts", import.meta.url), sourceOf(shares(workspaces(), folders)));

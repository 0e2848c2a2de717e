/** Writes src/shares.ts from the manifests of the workspaces: `bun dagger/scripts/write-shares.ts`. */
import { writeFileSync } from "node:fs";
import { apps } from "../src/apps.ts";
import { shares, sourceOf } from "./shares.ts";
import { workspaces } from "./workspaces.ts";

writeFileSync(new URL("../src/shares.ts", import.meta.url), sourceOf(shares(workspaces(), apps)));

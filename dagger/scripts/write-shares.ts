/** Writes src/shares.ts from the manifests of the workspaces: `bun dagger/scripts/write-shares.ts`. */
import { readFileSync, writeFileSync } from "node:fs";
import { apps } from "../src/apps.ts";
import { shares, sourceOf } from "./shares.ts";
import { workspaces } from "./workspaces.ts";

const module = new URL("../src/", import.meta.url);
const facade = readFileSync(new URL("index.ts", module), "utf8");
writeFileSync(new URL("shares.ts", module), sourceOf(shares(workspaces(), apps), facade));

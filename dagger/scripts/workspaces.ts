import { existsSync, readdirSync, readFileSync } from "node:fs";
import { workspaceFolders } from "../src/apps.ts";
import type { Manifest, Workspaces } from "./shares.ts";

const root = new URL("../../", import.meta.url);

/** The workspaces of this repository. */
export function workspaces(): Workspaces {
  const folders = workspaceFolders.flatMap((room) => readdirSync(new URL(room, root)).map((name) => `${room}/${name}`));
  const manifests = folders.sort().map((folder) => [folder, new URL(`${folder}/package.json`, root)] as const);
  return Object.fromEntries(
    manifests
      .filter(([, file]) => existsSync(file))
      .map(([folder, file]) => [folder, JSON.parse(readFileSync(file, "utf8")) as Manifest]),
  );
}

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { apps } from "../src/apps.ts";
import type { Manifest, Workspaces } from "./shares.ts";

const root = new URL("../../", import.meta.url);

/** The workspaces of this repository. */
export function workspaces(): Workspaces {
  const folders = ["apps", "packages"].flatMap((room) =>
    readdirSync(new URL(room, root)).map((name) => `${room}/${name}`),
  );
  const manifests = folders.sort().map((folder) => [folder, new URL(`${folder}/package.json`, root)] as const);
  return Object.fromEntries(
    manifests
      .filter(([, file]) => existsSync(file))
      .map(([folder, file]) => [folder, JSON.parse(readFileSync(file, "utf8")) as Manifest]),
  );
}

/** The folders of the apps that become images, by name. */
export const folders: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(apps).map(([name, { folder }]) => [name, folder]),
);

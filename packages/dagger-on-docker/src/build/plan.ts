import type { Tree } from "../tree/tree.ts";
import type { Bindings, ExecFs, Fs, Location } from "./fs.ts";

/** A command in a Dockerfile: the stage it is in. */
export interface PlannedRun {
  readonly fs: ExecFs;
  readonly stage: string;
}

/** The run that a step is: the line, which is its name, has the run's id. */
export function runIn(runs: BuildPlan["runs"], name: string): PlannedRun | undefined {
  return [...runs].find(([id]) => name.includes(`"${id}",`))?.[1];
}

export interface BuildPlan {
  readonly dockerfile: string;
  readonly target: string;
  readonly images: ReadonlySet<string>;
  /** Context files: name → the tree that it is an archive of. */
  readonly trees: ReadonlyMap<string, Tree>;
  /** Id in the build → address of the session's secret. */
  readonly secrets: ReadonlyMap<string, string>;
  /** Id in the build → the services that a command finds by the hosts file that is given under it. */
  readonly hosts: ReadonlyMap<string, Bindings>;
  /** Id of a run, which its line names → its command. */
  readonly runs: ReadonlyMap<string, PlannedRun>;
}

/** What is wanted of a file system: all of it built, its files, names in a folder, or what its last command said. */
export type Want =
  | { readonly kind: "stage"; readonly fs: Fs; readonly config?: readonly string[] }
  | { readonly kind: "folder" | "file" | "list"; readonly from: Location }
  /** With `failed`, another text each time, the record is read past the cache: the run made no stage. */
  | { readonly kind: "record"; readonly fs: ExecFs; readonly failed?: string };

import { configLines } from "../api/container-image.ts";
import type { ContainerState } from "../api/container-state.ts";
import { compile } from "../build/compile.ts";
import type { FunctionDef } from "../module/types.ts";
import type { Session } from "../session.ts";

/** A function of Container that only this CLI has: the guide's Dockerfile, as the chain compiles to it. */
export const dockerfile: FunctionDef = {
  name: "dockerfile",
  description: "The multi-stage Dockerfile that builds this container (on Docker alone).",
  returns: { kind: "STRING" },
  args: [],
};

/** The Dockerfile of a container; nothing is built. */
export async function dockerfileOf(session: Session, id: string): Promise<string> {
  const state = await session.graph.load<ContainerState>(id, "Container");
  return compile({ kind: "stage", fs: state.fs, config: configLines(state) }).dockerfile;
}

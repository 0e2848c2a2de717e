import type { Container } from "@dagger.io/dagger";
import { step } from "./reach.js";
import { EXIT, Refusal, tail } from "./refusal.js";
import { KEEP } from "./release.js";
import { PART, parts } from "./remote.js";

/** Everything of a kind that a stack keeps in Swarm's configs, oldest first. */
export async function read<T>(on: Container, stack: string, kind: "release" | "audit"): Promise<T[]> {
  const { code, stdout, stderr } = await step(on, [...PART, ...KEEP, `part all contents $(kept ${kind})`]);
  if (code === 0) return JSON.parse(parts(stdout).all || "[]") as T[];
  if (/not a swarm manager/i.test(stderr)) return [];
  throw new Refusal(
    EXIT.refused,
    `What ${stack} keeps on the host cannot be read.`,
    "What Docker says of it is below.",
    tail(stderr, 5),
  );
}

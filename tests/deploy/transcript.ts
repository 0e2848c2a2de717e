import { appendFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Ended } from "../programs.ts";

/** Where what a person sees is kept, if FLIPDOCS_TRANSCRIPT names a file; docs/transcript.md is made so. */
const file = process.env.FLIPDOCS_TRANSCRIPT && resolve(import.meta.dirname, "../..", process.env.FLIPDOCS_TRANSCRIPT);

/** What a call says of itself, as `say` writes it: who, in nine columns, and what; or the next line of that. */
const SAID = /^([a-z][a-z ]{8}| {9}) \S/;

/** Begins the transcript anew. */
export function beginTranscript(): void {
  if (!file) return;
  const made =
    "Written by the suite while it ran: `FLIPDOCS_SLOW=1 FLIPDOCS_TRANSCRIPT=docs/transcript.md npm test -- deploy`.";
  writeFileSync(file, `# A site's first day\n\n${made}\nIts host is a container with a Docker of its own.\n`);
}

/**
 * Keeps a call: how it was typed, and what it said, without the building in between.
 *
 * @param title what it is an example of
 * @param words behind `./daggerw call`
 */
export function keep(title: string, words: readonly string[], { code, stdout, stderr }: Ended): void {
  if (!file) return;
  const said = stderr.split("\n").filter((line) => SAID.test(line));
  // An error is told at the end, once the building has been.
  const error = code === 0 ? [] : stderr.slice(stderr.lastIndexOf("\nError: ")).trim().split("\n").slice(-30);
  const shell = [
    // The suite's own folder is nobody's who reads this.
    `$ ./daggerw call ${words.map((word) => word.replace(/^\/tmp\/[^/]+\//, "")).join(" ")}`,
    ...said,
    stdout.trimEnd(),
    ...error,
    ...(code ? [`(exit code ${code})`] : []),
  ];
  appendFileSync(file, `\n## ${title}\n\n\`\`\`console\n${shell.filter(Boolean).join("\n")}\n\`\`\`\n`);
}

/** Keeps a line about the call before. */
export function note(text: string): void {
  if (file) appendFileSync(file, `\n${text}\n`);
}

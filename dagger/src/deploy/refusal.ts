/** How a command against a host can end, by its exit code. */
export const EXIT = {
  /** Nothing was changed: what was given, or the host, does not do. */
  refused: 2,
  /** Somebody else's deploy is at work. */
  locked: 3,
  /** A release was tried and taken back: the version before serves. */
  rolledBack: 4,
  /** The host cannot be reached, or is not the one that was meant. */
  unreachable: 5,
  /** All was done, and the site is not well. */
  unhealthy: 6,
  /** A migration failed, and was taken back: the version before serves. */
  migration: 7,
  /** A team's own command failed, and not the deploy. */
  hook: 8,
} as const;

/** What went wrong, what to do next, and the end of the log that explains it. */
export class Refusal extends Error {
  override name = "Refusal";

  /**
   * @param code the exit code, one of EXIT
   * @param problem what happened, and why
   * @param hint what to type next
   * @param log the lines that explain it, no secret among them
   */
  constructor(
    readonly code: number,
    readonly problem: string,
    readonly hint: string,
    readonly log = "",
  ) {
    super([problem, hint, ...(log ? ["", log.trimEnd()] : [])].join("\n"));
  }
}

/** There is nothing on the host that could be asked or changed. */
export const nothingDeployed = (code: number = EXIT.refused, log = ""): Refusal =>
  new Refusal(code, "Nothing was deployed to this host yet.", "dagger call deploy makes the first release.", log);

/** @throws Refusal with all that speaks against something, a line each, where anything does */
export function refuseFor(problem: string, reasons: readonly string[]): void {
  if (reasons.length > 0) throw new Refusal(EXIT.refused, problem, reasons.map((reason) => `- ${reason}`).join("\n"));
}

/** The last lines of a log. */
export const tail = (log: string, lines = 20): string => log.trimEnd().split("\n").slice(-lines).join("\n");

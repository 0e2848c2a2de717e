import { dag, type Secret } from "@dagger.io/dagger";
import { EXIT, Refusal, tail } from "../deploy/refusal.js";
import { say } from "../progress.js";
import { actIn } from "../release/act.js";
import { tools } from "../release/tools.js";
import { quoted } from "../shell.js";
import type { Report } from "./report.js";

/** A team's own commands: before anything is built or changed, and when the release serves. */
export interface Hooks {
  before: string;
  after: string;
  /** What they need to be let in somewhere, in FLIPDOCS_SECRET. */
  secret?: Secret;
  /** The image that they run in; one that has curl and jq if nothing. */
  image?: string;
}

/** What a command is told. */
export type Told = Pick<Report, "stack" | "host" | "version" | "by" | "run"> &
  Partial<Pick<Report, "release" | "result">>;

/** The same as its environment. */
export const environment = ({ stack, host, version, by, run, release, result = "" }: Told): Record<string, string> => ({
  FLIPDOCS_STACK: stack,
  FLIPDOCS_HOST: host,
  FLIPDOCS_VERSION: version,
  FLIPDOCS_BY: by,
  FLIPDOCS_RUN: run,
  FLIPDOCS_RELEASE: release === undefined ? "" : String(release),
  FLIPDOCS_RESULT: result,
});

/**
 * Runs a team's own command, in an image of its own or a container that has curl and jq.
 *
 * @throws Refusal with an exit code of its own when it fails
 */
export async function hook(moment: "before" | "after", hooks: Hooks, told: Told): Promise<void> {
  const command = hooks[moment];
  if (!command) return;
  say(moment, "a command of your own");
  const own = hooks.image ? dag.container().from(hooks.image) : tools();
  const on = hooks.secret ? own.withSecretVariable("FLIPDOCS_SECRET", hooks.secret) : own;
  const variables = Object.entries(environment(told));
  const ready = variables.reduce((container, [name, value]) => container.withEnvVariable(name, value), on);
  const { code, stdout } = await actIn(ready, [`COMMAND=${quoted(command)}`, ...RUN]);
  if (code !== 0) throw failed(moment, code, told.release, stdout);
}

/** What the command says is shown where it fails: without the secret, which it may have said, too, or a line of it. */
export const RUN = [
  'export FLIPDOCS_SECRET="$(printf %s "${FLIPDOCS_SECRET:-}")"; code=0',
  'LIMIT=600 began=$(date +%s); timeout -k 10 $LIMIT sh -euc "$COMMAND" >/tmp/log 2>&1 || code=$?',
  'awk \'BEGIN { count = split(ENVIRON["FLIPDOCS_SECRET"], words, "\\n") }',
  "  { for (i = 1; i <= count; i++) if (length(words[i]) > (count > 1 ? 7 : 0)) {",
  '      said = ""',
  '      while (at = index($0, words[i])) { said = said substr($0, 1, at - 1) "***"; $0 = substr($0, at + length(words[i])) }',
  "      $0 = said $0",
  "    }",
  "    print }' /tmp/log",
  'if [ $code = 0 ]; then :; elif [ $(($(date +%s) - began)) -ge $LIMIT ]; then echo "It was ended: it has ten minutes."',
  'elif [ $code = 137 ]; then echo "It was killed, as what takes too much memory is."; fi',
  "exit $code",
] as const;

/** A command's failure is none of the deploy's. */
export const failed = (moment: "before" | "after", code: number, release: number | undefined, log: string): Refusal =>
  moment === "before"
    ? new Refusal(
        EXIT.hook,
        `The command of --before ended with ${code}; nothing was deployed.`,
        "Mend it, or leave it out, and deploy again.",
        tail(log),
      )
    : new Refusal(
        EXIT.hook,
        `${release === undefined ? "What served serves on" : `Release ${release} serves`}; the command of --after ended with ${code}.`,
        "Mend it, and run it by hand: the deploy itself is done.",
        tail(log),
      );

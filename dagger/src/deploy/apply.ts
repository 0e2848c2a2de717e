import type { Container, Secret } from "@dagger.io/dagger";
import type { StackFile } from "../release/swarm.js";
import { quoted } from "../shell.js";
import { MADE } from "./desired.js";
import { LOGIN, type Login, withLogin } from "./fetch.js";
import type { Host } from "./hosts.js";
import { GIVEN, withSecrets } from "./observe.js";
import { step } from "./reach.js";
import { EXIT, Refusal, tail } from "./refusal.js";
import { LABEL, lines, PART, parts } from "./remote.js";

/** What a host is told. */
export interface Applied {
  stack: StackFile;
  /** The site's secrets, a line each. */
  secrets?: Secret;
  login?: Login;
  /** Other hosts of the Swarm pull by themselves, and need the credentials that this one was given. */
  hosts: readonly Host[];
}

/**
 * Gives a host what it lacks of the secrets, and the stack. Returns at once: Swarm does the rest.
 *
 * @returns since when, by the host's clock: an ISO time without its end, so that all of that second comes after it
 */
export async function apply(on: Container, { stack, secrets, login, hosts }: Applied): Promise<string> {
  const wanted = Object.entries(stack.secrets).map(([key, { name }]) => `${key} ${name}`);
  const prepared = withLogin(withSecrets(on, secrets), login).withNewFile("/stack.json", JSON.stringify(stack));
  const { code, stdout, stderr } = await step(prepared, [
    ...PART,
    ...GIVEN,
    ...(login ? LOGIN : []),
    `WANTED=${quoted(wanted.join("\n"))}`,
    "docker secret ls --format '{{.Name}}' >/tmp/there",
    'printf "%s\\n" "$WANTED" | while read -r key name; do',
    '  [ -z "$key" ] || grep -qxF "$name" /tmp/there && continue',
    `  case $name in`,
    `    *_${MADE}) openssl rand -hex 32 | tr -d "\\n" ;;`,
    '    *) given "$key" ;;',
    `  esac | docker secret create --label ${LABEL.stack}=$STACK "$name" - >/dev/null`,
    "done",
    "part since ssh host date -u +%FT%T",
    `docker stack deploy --detach=true --prune --resolve-image never ${hosts.length > 1 ? "--with-registry-auth " : ""}-c /stack.json $STACK >&2`,
  ]);
  if (code !== 0)
    throw new Refusal(
      EXIT.rolledBack,
      "The host did not take the stack.",
      "What Docker says of it is below.",
      tail(stderr),
    );
  return lines(parts(stdout).since)[0] ?? "";
}

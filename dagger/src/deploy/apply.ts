import type { Container, Secret } from "@dagger.io/dagger";
import type { StackFile } from "../release/swarm.js";
import { quoted } from "../workspace.js";
import { MADE } from "./desired.js";
import { GIVEN, withSecrets } from "./observe.js";
import { step } from "./reach.js";
import { EXIT, Refusal, tail } from "./refusal.js";
import { LABEL, lines, PART, parts } from "./remote.js";

/** Who may pull from the registry; for as long as it takes. */
export interface Login {
  registry: string;
  username: string;
  password: Secret;
}

/** What a host is told. */
export interface Applied {
  stack: StackFile;
  /** The site's secrets, a line each. */
  secrets?: Secret;
  login?: Login;
  /** Other hosts of the Swarm pull by themselves, and need the credentials that this one was given. */
  nodes: number;
}

/** Credentials in memory only: the file goes with the step. */
const LOGIN = [
  "export DOCKER_CONFIG=/run/ssh/docker; mkdir $DOCKER_CONFIG",
  'jq -n --arg host "$REGISTRY" --arg user "$REGISTRY_USER" --rawfile password /run/given/password \\',
  '  \'{auths: {($host): {auth: ($user + ":" + ($password | rtrimstr("\\n")) | @base64)}}}\' >$DOCKER_CONFIG/config.json',
] as const;

/** Each image is fetched before anything is replaced: a registry that is away, or a full disk, changes nothing. */
const PULL = [
  'pull() { docker image inspect "$1" >/dev/null 2>&1 || docker pull --quiet "$1" >/dev/null; }',
  "pulls=",
  'for image in $IMAGES; do pull "$image" & pulls="$pulls $!"; done',
  'for one in $pulls; do wait "$one" || exit 21; done',
] as const;

/** Brings the images to the host, without changing what runs. */
export async function fetchImages(on: Container, images: readonly string[], login?: Login): Promise<void> {
  const { code, stderr } = await step(withLogin(on, login), [
    `IMAGES=${quoted(images.join(" "))}`,
    ...(login ? LOGIN : []),
    ...PULL,
  ]);
  if (code !== 0) throw notPulled(stderr);
}

/**
 * Gives a host what it lacks of the secrets, and the stack. Returns at once: Swarm does the rest.
 *
 * @returns since when, by the host's clock: an ISO time without its end, so that all of that second comes after it
 */
export async function apply(on: Container, { stack, secrets, login, nodes }: Applied): Promise<string> {
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
    `docker stack deploy --detach=true --prune --resolve-image never ${nodes > 1 ? "--with-registry-auth " : ""}-c /stack.json $STACK >&2`,
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

const withLogin = (on: Container, login?: Login): Container =>
  login
    ? on
        .withEnvVariable("REGISTRY", login.registry)
        .withEnvVariable("REGISTRY_USER", login.username)
        .withMountedSecret("/run/given/password", login.password, { mode: 0o400 })
    : on;

function notPulled(stderr: string): Refusal {
  const log = tail(stderr, 5);
  if (/no space left/i.test(log))
    return new Refusal(
      EXIT.refused,
      "The host's disk is full; what served before serves on.",
      "Make room: docker system prune on the host.",
      log,
    );
  if (/unauthorized|denied|authentication|forbidden/i.test(log))
    return new Refusal(
      EXIT.refused,
      "The host may not pull from the registry; what served before serves on.",
      "Check --username and --password.",
      log,
    );
  return new Refusal(
    EXIT.refused,
    "The host could not pull an image; what served before serves on.",
    "See that the registry runs and that the host reaches it, then type the same again.",
    log,
  );
}

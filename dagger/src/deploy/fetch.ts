import type { Container, Secret } from "@dagger.io/dagger";
import { credentials, withCredentials } from "../release/registry.js";
import { quoted } from "../shell.js";
import type { Observed } from "./observe.js";
import { step } from "./reach.js";
import { EXIT, Refusal, tail } from "./refusal.js";
import type { Steps } from "./steps.js";

/** Who may pull from the registry; for as long as it takes. */
export interface Login {
  registry: string;
  username: string;
  password: Secret;
}

/** Credentials in memory only: the file goes with the step. */
export const LOGIN = [
  "export DOCKER_CONFIG=/run/ssh/docker; mkdir $DOCKER_CONFIG",
  ...credentials("$DOCKER_CONFIG/config.json"),
] as const;

/** A function `pull IMAGE`. Docker takes images of another architecture, too, which would end as soon as they start. */
export const PULL = [
  "pull() {",
  '  docker image inspect "$1" >/dev/null 2>&1 && return',
  '  docker pull --quiet "$1" >/dev/null || return',
  "  made=$(docker image inspect --format '{{.Architecture}}' \"$1\")",
  '  [ "$made" = "$ARCH" ] && return',
  '  docker image rm "$1" >/dev/null',
  '  echo "$1 is made for $made, and the host is $ARCH" >&2',
  "  return 1",
  "}",
] as const;

/** Each image is fetched before anything is replaced: a registry that is away, or a full disk, changes nothing. */
const PULL_ALL = [
  ...PULL,
  "ARCH=$(docker version --format '{{.Server.Arch}}') pulls=",
  'for image in $IMAGES; do pull "$image" & pulls="$pulls $!"; done',
  'for one in $pulls; do wait "$one" || exit 21; done',
] as const;

/** Brings images to the host that it does not have, without changing what runs. Each of several hosts has its own. */
export async function fetchImages(
  on: Container,
  images: readonly string[],
  { present, hosts }: Pick<Observed, "present" | "hosts">,
  { login, steps }: { login?: Login; steps: Steps },
): Promise<void> {
  const missing = hosts.length > 1 ? images : images.filter((image) => !present.includes(image));
  if (missing.length === 0) return;
  const { code, stderr } = await steps.run("pull", "images to the host", () =>
    step(withLogin(on, login), [`IMAGES=${quoted(missing.join(" "))}`, ...(login ? LOGIN : []), ...PULL_ALL]),
  );
  if (code !== 0) throw notPulled(stderr);
}

export const withLogin = (on: Container, login?: Login): Container =>
  login ? withCredentials(on, login.registry, login) : on;

function notPulled(stderr: string): Refusal {
  const log = tail(stderr, 5);
  if (/no space left/i.test(log))
    return new Refusal(
      EXIT.refused,
      "The host's disk is full; what served before serves on.",
      "Make room: docker system prune on the host.",
      log,
    );
  if (/is made for|no matching manifest/i.test(log))
    return new Refusal(
      EXIT.refused,
      "The images are not for the host's architecture; what served before serves on.",
      "Publish them on a machine like the host.",
      log,
    );
  if (/unauthorized|denied|authentication|forbidden|no basic auth/i.test(log))
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

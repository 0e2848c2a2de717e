import type { Container, File } from "@dagger.io/dagger";
import type { Observed } from "./observe.js";
import { step } from "./reach.js";
import { EXIT, Refusal, tail } from "./refusal.js";

/** Where the host's own registry listens: on its loopback, so that nobody else reaches it. */
export const HOST_REGISTRY = "127.0.0.1:5000";

/** Opens the way to it through the step's SSH connection. */
export const TUNNEL = [`ssh -O forward -L ${HOST_REGISTRY}:${HOST_REGISTRY} host`] as const;

const NAME = "flipdocs-registry";

/** It holds images, and needs nothing else of the host. What it writes may count as its memory until it is on the disk. */
const RUN = [
  `docker run --detach --name ${NAME} --restart always --publish ${HOST_REGISTRY}:5000`,
  `--volume ${NAME}:/var/lib/registry --read-only --cap-drop ALL --security-opt no-new-privileges --memory 1g --pids-limit 64`,
  "--log-opt max-size=10m --log-opt max-file=3",
].join(" ");

/**
 * Starts the host's registry. It comes as an archive through SSH, once.
 *
 * @param image the registry's image, as `asTarball` gives it
 */
export async function startHostRegistry(on: Container, image: File): Promise<void> {
  const { code, stderr } = await step(on.withMountedFile("/registry.tar", image), [
    `running() { docker container inspect --format '{{.State.Running}}' ${NAME} 2>/dev/null; }`,
    `if running >/dev/null; then docker start ${NAME} >/dev/null; exit 0; fi`,
    // Docker takes no OCI archive everywhere yet.
    `skopeo copy --quiet oci-archive:/registry.tar docker-archive:/tmp/registry.tar:${NAME}:latest`,
    "docker load --quiet </tmp/registry.tar >/dev/null",
    // Two deployers may meet here: the second one finds the first one's.
    `${RUN} ${NAME} >/dev/null 2>/tmp/run || grep -q 'already in use by container' /tmp/run || { cat /tmp/run >&2; exit 1; }`,
  ]);
  if (code !== 0)
    throw new Refusal(
      EXIT.refused,
      `The host's own registry does not start on ${HOST_REGISTRY}.`,
      "Free that port, or push to another registry: --registry ghcr.io/acme",
      tail(stderr, 5),
    );
}

/** Whether an image is in the host's own registry, which no other host reaches. */
export const isLocal = (image: string): boolean => image.startsWith(`${HOST_REGISTRY}/`);

/**
 * Refuses images that only one host can pull, where there are several.
 *
 * @throws Refusal when one is in the host's own registry
 */
export function refuseLocal(images: readonly string[], { hosts }: Pick<Observed, "hosts">): void {
  if (hosts.length > 1 && images.some(isLocal))
    throw new Refusal(
      EXIT.refused,
      "The images are in the host's own registry, which no other host reaches; nothing was changed.",
      "Deploy them through one that all hosts pull from: dagger call deploy --registry ghcr.io/acme",
    );
}

/** Whether it runs: where it does not, it has no images either. */
export const hasHostRegistry = ({ published }: Pick<Observed, "published">): boolean =>
  published.some((line) => line.startsWith(`${NAME} `));

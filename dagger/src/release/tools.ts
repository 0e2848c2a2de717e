import { type Container, dag, type Secret } from "@dagger.io/dagger";
import { images } from "../images.js";
import { installing, script } from "../shell.js";

/** What images are pushed, signed and run with on a host: Debian's packages, so that nothing else has to be trusted. */
const programs = "ca-certificates cosign curl docker-cli docker-compose jq openssh-client skopeo";

/** The programs that release: skopeo and cosign for registries, ssh and Docker's client for hosts, jq and curl. */
export function tools(): Container {
  return dag
    .container()
    .from(images.debian)
    .withExec(script(...installing(programs)));
}

/** Puts secrets beside a step, those that there are: each as a file of its name in /run/given. */
export const withGiven = (on: Container, secrets: Readonly<Record<string, Secret | undefined>>): Container =>
  Object.entries(secrets).reduce(
    (container, [name, secret]) =>
      secret ? container.withMountedSecret(`/run/given/${name}`, secret, { mode: 0o400 }) : container,
    on,
  );

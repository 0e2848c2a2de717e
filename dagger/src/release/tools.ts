import { type Container, dag } from "@dagger.io/dagger";
import { images } from "../images.js";
import { script } from "../workspace.js";

/** What images are pushed, signed and run with on a host: Debian's packages, so that nothing else has to be trusted. */
const programs = "ca-certificates cosign curl docker-cli docker-compose jq openssh-client skopeo";

/** The programs that release: skopeo and cosign for registries, ssh and Docker's client for hosts, jq and curl. */
export function tools(): Container {
  return dag
    .container()
    .from(images.debian)
    .withExec(
      script(
        "apt-get -qq update",
        `DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends ${programs} >/dev/null`,
        "rm -rf /var/lib/apt/lists/*",
      ),
    );
}

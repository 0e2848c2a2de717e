import { type Container, dag, type File } from "@dagger.io/dagger";
import { health } from "./health.js";
import { images } from "./images.js";
import { script } from "./workspace.js";

/**
 * The ACME client that keeps the proxy's certificate current: lego from Debian, and what decides when it is asked.
 * It runs as the proxy's user, so that nobody else need be able to read the key.
 *
 * @param renew the script nginx/acme/renew.sh
 */
export function acme(renew: File): Container {
  return dag
    .container()
    .from(images.debian)
    .withExec(
      script(
        "apt-get -qq update",
        "DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends ca-certificates lego openssl",
        "rm -rf /var/lib/apt/lists/* /var/cache/apt/*.bin /var/log/*",
        "find / -xdev -type f -perm /6000 -exec chmod a-s {} +",
        "install -d -o 101 -g 101 -m 700 /tls /acme",
      ),
    )
    .withFile("/usr/local/bin/renew", renew, { permissions: 0o755 })
    .withUser("101:101")
    .withDockerHealthcheck(["openssl", "x509", "-in", "/tls/site.pem", "-noout", "-checkend", "0"], health)
    .withDefaultArgs(["renew"]);
}

import { type Container, type Directory, dag } from "@dagger.io/dagger";
import { health } from "./health.js";
import { images } from "./images.js";
import { script } from "./workspace.js";

/** The base has neither curl nor wget; its shell can open a connection. */
const probe =
  "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /nginx-health HTTP/1.0\\r\\n\\r\\n' >&3 && grep -q '^ok' <&3";

/**
 * nginx with its configurations inside, checked: what `nginx -t` refuses is no image. It starts with that of
 * development and tests; production starts it with `-c /etc/nginx/prod.conf`.
 *
 * @param config the folder nginx/ of the repository
 */
export async function proxy(config: Directory): Promise<Container> {
  const built = dag
    .container()
    .from(images.nginx)
    // Debian's base has programs that run as their owner, whoever calls them. nginx needs none of them.
    .withUser("root")
    .withExec(
      script(
        "find / -xdev -type f -perm /6000 -exec chmod a-s {} +",
        // A volume takes its owner from here: whichever of proxy and ACME client comes first.
        "install -d -o 101 -g 101 -m 700 /etc/nginx/tls && install -d /etc/nginx/site.d",
      ),
    )
    .withUser("101:101")
    .withDirectory("/etc/nginx/snippets", config.directory("snippets"))
    .withFile("/etc/nginx/nginx.conf", config.file("dev.conf"))
    .withFile("/etc/nginx/prod.conf", config.file("prod.conf"))
    .withExposedPort(8080)
    .withDockerHealthcheck(["bash", "-c", probe], health)
    .withDefaultArgs(["nginx", "-g", "daemon off;"]);
  // The services' names exist in the stack only: for the check they stand for this container.
  const names = "s/server \\(web\\|api\\):/server 127.0.0.1:/";
  await built
    .withUser("root")
    .withExec(script(`sed -i '${names}' /etc/nginx/nginx.conf`, "nginx -t", "nginx -t -c /etc/nginx/prod.conf"))
    .sync();
  return built;
}

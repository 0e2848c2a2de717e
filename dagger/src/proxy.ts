import type { Container, Directory } from "@dagger.io/dagger";
import { health } from "./health.js";
import { images } from "./images.js";
import { from } from "./platform.js";
import { script, settle } from "./shell.js";

/** The base has neither curl nor wget; its shell can open a connection. */
const probe =
  "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /nginx-health HTTP/1.0\\r\\n\\r\\n' >&3 && grep -q '^ok' <&3";

/** What of nginx/ goes where in the image. */
const places = {
  "dev.conf": "/etc/nginx/nginx.conf",
  "prod.conf": "/etc/nginx/prod.conf",
  "entrypoint.sh": "/usr/local/bin/entrypoint",
} as const;

/**
 * nginx with its configurations inside, checked by the user who will run it: what `nginx -t` refuses is no image. It
 * starts with that of development and tests; production starts it with `-c /etc/nginx/prod.conf`.
 *
 * @param config the folder nginx/ of the repository
 * @param platform what it is made for; the machine's own if nothing
 */
export async function proxy(config: Directory, platform = ""): Promise<Container> {
  const base = from(images.nginx, platform).withUser("root");
  const filled = ["snippets", "pages"].reduce(
    (image, folder) => image.withDirectory(`/etc/nginx/${folder}`, config.directory(folder)),
    Object.entries(places).reduce((image, [given, to]) => image.withFile(to, config.file(given)), base),
  );
  const built = filled
    .withExec(
      script(
        // Debian's base has programs that run as their owner, whoever calls them. nginx needs none of them.
        "find / -xdev -type f -perm /6000 -exec chmod a-s {} +",
        // A volume takes its owner from here: whichever of proxy and ACME client comes first.
        "install -d -o 101 -g 101 -m 700 /etc/nginx/tls && install -d /etc/nginx/site.d",
        settle("/etc/nginx/snippets", "/etc/nginx/pages", ...Object.values(places)),
        `chmod 755 ${places["entrypoint.sh"]}`,
      ),
    )
    .withUser("101:101")
    .withExposedPort(8080)
    .withDockerHealthcheck(["bash", "-c", probe], health)
    .withEntrypoint(["entrypoint"])
    .withDefaultArgs(["nginx", "-g", "daemon off;"]);
  await built.withExec(script("entrypoint nginx -t", "nginx -t -c /etc/nginx/prod.conf")).sync();
  return built;
}

import { type Container, type Directory, dag } from "@dagger.io/dagger";
import { images } from "./images.js";
import { script } from "./workspace.js";

/**
 * nginx with its configuration inside, checked: what `nginx -t` refuses is no image.
 *
 * @param config the folder nginx/ of the repository
 */
export async function proxy(config: Directory): Promise<Container> {
  const built = dag
    .container()
    .from(images.nginx)
    // Debian's base has programs that run as their owner, whoever calls them. nginx needs none of them.
    .withUser("root")
    .withExec(script("find / -xdev -type f -perm /6000 -exec chmod a-s {} +"))
    .withUser("101:101")
    .withDirectory("/etc/nginx/snippets", config.directory("snippets"))
    .withFile("/etc/nginx/nginx.conf", config.file("dev.conf"))
    .withExposedPort(8080)
    .withDefaultArgs(["nginx", "-g", "daemon off;"]);
  // The services' names exist in the stack only: for the check they stand for this container.
  const names = "s/server \\(web\\|api\\):/server 127.0.0.1:/";
  await built
    .withUser("root")
    .withExec(script(`sed -i '${names}' /etc/nginx/nginx.conf`, "nginx -t"))
    .sync();
  return built;
}

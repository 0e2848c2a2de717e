import { type Container, type Directory, dag } from "@dagger.io/dagger";
import { runner } from "./runner.js";
import { install, prune, runScript, script, settle, sources } from "./workspace.js";

/**
 * The ACME client that keeps the proxy's certificate current. It runs as the proxy's user, so that nobody else need
 * be able to read the key; all but its own layer is the API's.
 */
export function acme(source: Directory): Container {
  const built = install(prune(source, "@flipdocs/acme").directory("json"), { runtime: "bun" })
    .withDirectory("/app", sources(source))
    .withExec(
      script(
        runScript("build"),
        "mkdir -p /out/app/apps/acme",
        "cp -a apps/acme/dist /out/app/apps/acme/",
        settle("/out"),
      ),
    );
  const image = runner([built.directory("/out")], {
    runtime: "bun",
    user: "acme",
    id: 101,
    workdir: "/app/apps/acme",
    env: {},
    port: 8888,
    probe: ["dist/healthcheck.js"],
    args: ["dist/index.js"],
  });
  // Volumes take their owner from here: whichever of proxy and ACME client comes first.
  return ["/tls", "/acme"].reduce((one, path) => one.withDirectory(path, dag.directory(), { owner: "101:101" }), image);
}

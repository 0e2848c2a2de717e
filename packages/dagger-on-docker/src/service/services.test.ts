import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { emptyContainer } from "../api/container-state.ts";
import type { BuildSession } from "../build/build.ts";
import { imageFs, type ServiceState, serviceName } from "../build/fs.ts";
import { noSettings } from "../build/stage.ts";
import type { Services } from "./services.ts";

/** A client of Docker that writes down what it is asked; whatever it makes has one address. */
const DOCKER = `#!/bin/sh
echo "$*" >>"$0.asked"
case "$1 $2" in
  "network create") echo network-id ;;
  "create "*) echo "made-$(grep -c ^create "$0.asked")" ;;
  "inspect "*) echo 10.0.0.2 ;;
  "logs "*) echo no config ;;
  "port "*) echo "no public port" >&2; exit 1 ;;
esac
`;

let docker: string;
let services: Services;
let stop: AbortController;
const shown: string[] = [];
beforeEach(async () => {
  docker = join(mkdtempSync(join(tmpdir(), "flipdocs-services-")), "docker");
  writeFileSync(docker, DOCKER);
  chmodSync(docker, 0o755);
  vi.stubEnv("DOCKER_BIN", docker);
  vi.stubEnv("DOCKER_CONFIG", join(docker, ".."));
  vi.resetModules();
  stop = new AbortController();
  shown.length = 0;
  const write = async () => join(docker, "../written");
  const session = {
    folder: { context: "/context", stage: async () => undefined, write },
    progress: {
      line: (text: string) => void shown.push(text),
      step: ({ name, state }: { name: string; state: string }) => void shown.push(`${state} ${name}`),
    },
    stopped: stop.signal,
  };
  services = new (await import("./services.ts")).Services(session as unknown as BuildSession);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(join(docker, ".."), { recursive: true });
});

/** What Docker was asked that begins so, without the session's name, which differs each time. */
const asked = (start: string): string[] =>
  readFileSync(`${docker}.asked`, "utf8")
    .replaceAll(services.network.name, "SESSION")
    .split("\n")
    .filter((line) => line.startsWith(start));
const service = (image: string, more: Partial<ServiceState["container"]> = {}): ServiceState => ({
  container: { ...emptyContainer, fs: imageFs(image, image, noSettings), defaultArgs: ["serve", "--fast"], ...more },
  args: {},
});
const web = service("web", { env: { A: "two words" }, user: "me", workdir: "/w" });
const named = (state: ServiceState): string => {
  const name = serviceName(state);
  return `--name SESSION-${name} --hostname ${name} --network-alias ${name}`;
};

test("a service is a container on the session's network, as its container says", async () => {
  await services.start(web);
  const image = /image --tag (SESSION:[0-9a-f]{24}) /.exec(
    asked("build")[0]?.replace("--tag", "image --tag") ?? "",
  )?.[1];
  const where = "--label org.flipdocs.session=SESSION --network SESSION";
  const seen = "--env A=two words --user me --workdir /w --entrypoint serve";
  expect(asked("create")).toEqual([`create ${where} ${named(web)} ${seen} ${image} --fast`]);
  expect(asked("start")).toEqual(["start made-1"]);
  expect(shown).toEqual(["started service serve --fast", "done service serve --fast"]);
});

test("a service starts once, however many ask, and again after it was stopped", async () => {
  await Promise.all([services.start(web), services.start(web)]);
  expect(asked("create")).toHaveLength(1);
  await services.stop(web);
  expect(asked("stop")).toEqual(["stop --time 10 made-1"]);
  expect(asked("rm")).toEqual(["rm --force --volumes made-1"]);
  await services.start(web);
  expect(asked("create")).toHaveLength(2);
});

test("what never ran is not stopped", async () => {
  await services.start(web);
  await services.stop(service("other"));
  expect(asked("stop")).toEqual([]);
});

test("the services that one is bound to start before, and are found by their aliases", async () => {
  const db = service("db");
  await services.start(service("web", { services: { db } }));
  const [first = "", second = ""] = asked("create");
  expect(first).toContain(named(db));
  expect(second).toContain("--add-host db:10.0.0.2");
});

test("a command finds services by a hosts file, each connected to where builds are once", async () => {
  const db = service("db");
  const lines = [
    "127.0.0.1 localhost",
    "::1 localhost",
    `10.0.0.2 db ${serviceName(db)}`,
    `10.0.0.2 store ${serviceName(db)}`,
  ];
  expect(await services.hosts({ db, store: db })).toBe(`${lines.join("\n")}\n`);
  expect(asked("network connect")).toEqual(["network connect bridge made-1"]);
});

test("a service's secrets are in no word that Docker is asked", async () => {
  vi.stubEnv("FLIPDOCS_SERVICE_TEST", "hush");
  const secret = "env://FLIPDOCS_SERVICE_TEST";
  const mount = { target: "/run/key", kind: "secret" as const, secret, mode: 0o400 };
  writeFileSync(join(docker, "../written"), "");
  await services.start(service("web", { secrets: { TOKEN: secret }, mounts: [mount] }));
  expect(asked("create")[0]).toContain(" --env TOKEN ");
  expect(asked("cp")).toEqual([`cp ${join(docker, "../written")} made-1:/run/key`]);
  expect(asked("").join("\n")).not.toContain("hush");
});

test("what Docker refuses is told in its words, and tried again when it is asked again", async () => {
  writeFileSync(docker, DOCKER.replace('echo "made-', 'echo no room >&2; exit 1; echo "made-'));
  await expect(services.start(web)).rejects.toThrow("docker create failed: no room");
  writeFileSync(docker, DOCKER);
  await services.start(web);
});

test("a service that ended before it listened is told with its log", async () => {
  const state = service("web", { ports: ["8080/tcp"] });
  await expect(services.start(state)).rejects.toThrow(
    /^the service serve --fast ended before it listened on port 8080 \(10.0.0.2\):\nno config$/,
  );
});

test("up says where it serves, and ends with the session", async () => {
  const up = services.up(web, [{ frontend: 0, backend: 80 }]);
  await expect.poll(() => shown.at(-1)).toMatch(/^serving on http:\/\/localhost:\d+ \(Ctrl-C stops it\)$/);
  stop.abort();
  await up;
  await expect(services.up(web, [])).rejects.toThrow("no ports to forward: name some, as in --ports 8080:80");
});

test("a session that is closed takes its network along, and starts nothing more", async () => {
  await services.start(web);
  await services.network.close();
  expect(asked("ps --all --quiet --filter label=org.flipdocs.session=SESSION")).toHaveLength(1);
  await expect(services.start(service("other"))).rejects.toThrow("the session is closed");
});

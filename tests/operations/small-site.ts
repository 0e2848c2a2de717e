import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { images as bases } from "../../dagger/src/images.ts";
import { root, run } from "../../testing/programs.ts";
import type { Host } from "../hosts/host.ts";

/** Answers as the web app does, with its version; on SIGTERM it serves on until the proxy knows. */
const WEB = `
const server = Bun.serve({ port: 3000, fetch: ({ url }) => new URL(url).pathname === "/version"
  ? Response.json({ release: process.env.FLIPDOCS_RELEASE }) : new Response("a small site") });
process.on("SIGTERM", () => setTimeout(async () => { await server.stop(); process.exit(0); }, 1500));
`;

/**
 * Asks one replica after the other, so that one which has gone costs nobody anything. A resolver of its own for each request:
 * Bun's remembers an answer for as long as Docker says, which is ten minutes. A connection that rests is kept for as long as
 * a test lasts: one that Bun ended after its ten seconds, just as a visitor asked on it again, was a request that failed.
 */
const proxyOf = (tls: { key: string; cert: string }) => `
const { Resolver } = await import("node:dns/promises");
const ask = async (path) => {
  for (let round = 0; round < 20; round++) {
    const all = await new Resolver().resolve4("tasks.web").catch(() => []);
    for (const address of all.sort(() => Math.random() - 0.5)) {
      const asked = fetch("http://" + address + ":3000" + path, { signal: AbortSignal.timeout(500), keepalive: false });
      const answer = await asked.then(async (whole) => new Response(await whole.arrayBuffer(), whole)).catch(() => {});
      if (answer) return answer;
    }
    await Bun.sleep(100);
  }
  return new Response("nobody answers", { status: 502 });
};
Bun.serve({ port: 8443, idleTimeout: 255, tls: ${JSON.stringify(tls)}, fetch: ({ url }) => ask(new URL(url).pathname) });
process.on("SIGTERM", () => process.exit(0));
`;

interface Service {
  [setting: string]: unknown;
  deploy: { update_config?: object };
}

/**
 * The production stack with programs of a few lines for its apps: what is done to volumes, releases and secrets is the
 * same, and a release costs seconds.
 *
 * @returns the Compose file
 */
export function smallStack(): string {
  const file = parse(readFileSync(join(root, "compose/prod.yml"), "utf8"), { merge: true }) as {
    services: Record<string, Service>;
  };
  const { proxy, acme, web, redis } = file.services;
  const health = (...test: string[]) => ({
    test: ["CMD", ...test],
    interval: "10s",
    timeout: "3s",
    retries: 3,
    start_period: "60s",
    start_interval: "500ms",
  });
  const listens = (port: number) => health("bash", "-c", `exec 3<>/dev/tcp/127.0.0.1/${port}`);
  const services = {
    proxy: {
      ...proxy,
      command: undefined,
      depends_on: undefined,
      environment: {},
      healthcheck: listens(8443),
    },
    acme: { ...acme, command: ["sleep", "infinity"], environment: {}, healthcheck: health("true") },
    web: {
      ...web,
      environment: { FLIPDOCS_RELEASE: "$" + "{FLIPDOCS_RELEASE:-}" },
      secrets: ["supabase_secret_key"],
      // A program of three lines shows within a second whether it runs.
      deploy: { ...web?.deploy, update_config: { ...web?.deploy.update_config, monitor: "1s" } },
      healthcheck: listens(3000),
    },
    redis,
  };
  return stringify({ ...file, services });
}

/** Image by image of a release, as publish prints them. */
export type Images = Readonly<Record<string, string>>;

/** Base images are had by Bun's own processes. */
const ENSURE = `
const { ensureBase } = await import("${root}/packages/dagger-on-docker/src/base/index.ts");
await ensureBase(process.argv.slice(1), () => {});
`;

/** Makes the host its own registry, as the first deploy without --registry does, and gives it what the small site is made of. */
export async function prepare(host: Host): Promise<Images> {
  const needed = [bases.bun, bases.redis, bases.registry];
  await run("bun", ["-e", ENSURE, ...needed]);
  await host.load(...needed);
  await host.sh(
    `docker tag ${bases.registry} flipdocs-registry && docker run --detach --name flipdocs-registry --restart always --publish 127.0.0.1:5000:5000 --volume flipdocs-registry:/var/lib/registry --read-only flipdocs-registry`,
  );
  const proxy = await image(host, "proxy", proxyOf(await selfSigned(host.folder)));
  const redis = await push(host, "redis", `docker tag ${bases.redis} "$1"`);
  return { web: await newWeb(host, "1"), proxy, acme: proxy, redis };
}

/** An image of the small web app that no other release has. */
export const newWeb = (host: Host, what: string): Promise<string> => image(host, "web", `/* ${what} */ ${WEB}`);

function image(host: Host, name: string, program: string): Promise<string> {
  const dockerfile = [`FROM ${bases.bun}`, `ENTRYPOINT []`, `CMD ${JSON.stringify(["bun", "-e", program])}`].join("\n");
  return push(
    host,
    name,
    `printf '%s' "$2" | DOCKER_BUILDKIT=0 docker build --quiet --tag "$1" - 2>/dev/null`,
    dockerfile,
  );
}

/** Pushes what some lines have tagged to the host's registry. The image is only there afterwards, as after a deploy's push. */
async function push(host: Host, name: string, lines: string, ...args: string[]): Promise<string> {
  const repository = `127.0.0.1:5000/flipdocs-${name}`;
  const script = `${lines} >/dev/null; docker push --quiet "$1" >/dev/null; docker image inspect --format '{{index .RepoDigests 0}}' "$1"; docker image rm "$1" >/dev/null`;
  return host.sh(script, `${repository}:new`, ...args);
}

async function selfSigned(folder: string): Promise<{ key: string; cert: string }> {
  const [key, cert] = [join(folder, "tls.key"), join(folder, "tls.crt")];
  const words = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj", "/CN=flipdocs.test"];
  await run("openssl", ["req", "-x509", ...words, "-keyout", key, "-out", cert]);
  return { key: readFileSync(key, "utf8"), cert: readFileSync(cert, "utf8") };
}

/** Writes the file that `--images` takes. */
export function imagesFile(folder: string, images: Images): string {
  const file = join(folder, `images-${Object.values(images).join().length}-${Date.now()}`);
  writeFileSync(
    file,
    Object.entries(images)
      .map(([name, reference]) => `${name} ${reference}\n`)
      .join(""),
  );
  return file;
}

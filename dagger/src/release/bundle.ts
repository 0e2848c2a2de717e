import { type Directory, dag } from "@dagger.io/dagger";
import { EXIT, Refusal } from "../deploy/refusal.js";
import { wholeDigest } from "../deploy/release.js";
import { script } from "../shell.js";
import type { ComposeConfig } from "./compose-config.js";
import { type References, rendered, type Site } from "./site.js";
import { stackFile } from "./swarm.js";
import { tools } from "./tools.js";

/** Of monitoring, what runs: its tests and what they use stay here. */
const MONITORING = { exclude: ["**/*.test.ts", "**/test"] };

/**
 * The production stack as files, for whoever deploys it by other means:
 *
 * - `compose.yml`, for `docker compose up` on one machine, and `stack.json`, for `docker stack deploy` in Swarm
 * - `secrets.sh`, which makes the folder `secrets` that both read
 * - `monitoring.yml` and `monitoring/`
 * - `manifest.json`: the images, and the checksum of every other file
 *
 * The same site and images are the same bundle, byte for byte. No secret is in it.
 *
 * @param images by digest
 * @throws Refusal when an image has none, or a value of the site is missing
 */
export async function bundle(site: Site, images: References): Promise<Directory> {
  const config = JSON.parse(await rendered(site, "json", images)) as ComposeConfig;
  const open = Object.entries(config.services).flatMap(([name, { image }]) =>
    wholeDigest(String(image)) ? [] : [name],
  );
  if (open.length > 0)
    throw new Refusal(
      EXIT.refused,
      `No digest is given for ${open.join(", ")}.`,
      "Give all that publish printed: --images FILE",
    );
  const files = dag
    .directory()
    .withNewFile("compose.yml", await rendered(site, "yaml", images))
    .withNewFile("stack.json", `${JSON.stringify(stackFile(config), null, 2)}\n`)
    .withFile("secrets.sh", site.compose.file("prod/secrets.sh"))
    .withFile("monitoring.yml", site.compose.file("monitoring.yml"))
    .withDirectory("monitoring", site.compose.directory("monitoring").filter(MONITORING));
  return tools()
    .withEnvVariable("IMAGES", JSON.stringify(images))
    .withEnvVariable("STACK", config.name)
    .withDirectory("/bundle", files)
    .withWorkdir("/bundle")
    .withExec(script(...MANIFEST))
    .directory("/bundle");
}

/** Modes and times are no part of it: whoever unpacks it has the same. */
const MANIFEST = [
  "chmod -R u=rwX,go=rX . && chmod 755 secrets.sh",
  "find . -type f | LC_ALL=C sort | xargs sha256sum >/tmp/sums",
  'jq -nS --rawfile sums /tmp/sums --argjson images "$IMAGES" --arg stack "$STACK" \'{stack: $stack, images: $images,',
  '  files: ($sums | split("\\n") | map(select(. != "") | {key: .[68:], value: .[0:64]}) | from_entries)}\' >manifest.json',
  "find . -exec touch -h -d @1 {} +",
];

import { join } from "node:path";
import { freePort } from "../../../testing/free-port.ts";
import { root, run } from "../../../testing/programs.ts";
import { buildImages, type Images } from "./images.ts";
import type { StackFacts } from "./stack.ts";

/**
 * What a site sets, for a site of the tests: images of this checkout, secrets in files, free ports of the host.
 *
 * @param folder where the secrets are laid down
 */
export async function variables(folder: string): Promise<Pick<StackFacts, "http" | "https" | "env">> {
  const keys = { SUPABASE_PUBLISHABLE_KEY: "sb_publishable_local_only", SUPABASE_SECRET_KEY: "sb_secret_local_only" };
  const secrets = join(folder, "secrets");
  await run(join(root, "compose/prod/secrets.sh"), [secrets], { env: { ...process.env, ...keys } });
  const [http, https] = [await freePort(), await freePort()];
  const env = {
    ...imageVariables(await buildImages()),
    SUPABASE_URL: "http://supabase:54321",
    SECRETS: secrets,
    // Stacks of several runs are on one host.
    IPV6_SUBNET: `fd5f:${(process.pid >> 16).toString(16)}:${(process.pid & 0xffff).toString(16)}::/64`,
    HTTP_PORT: String(http),
    HTTPS_PORT: String(https),
    ACME_DOMAINS: "flipdocs.test",
    ACME_EMAIL: "tests@flipdocs.test",
    ACME_SERVER: "https://pebble:14000/dir",
  };
  return { http, https, env };
}

const imageVariables = (images: Images): Record<string, string> =>
  Object.fromEntries(Object.entries(images).map(([name, id]) => [`${name.toUpperCase()}_IMAGE`, id]));

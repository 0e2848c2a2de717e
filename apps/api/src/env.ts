import { tracingVariables } from "@flipdocs/tracing";
import { z } from "zod";
import { withSecretFiles } from "./secret-files.ts";

/** What may come from a file: `SUPABASE_SECRET_KEY_FILE=/run/secrets/supabase_secret_key`. */
const SECRETS = ["REDIS_URL", "REDIS_PASSWORD", "SUPABASE_PUBLISHABLE_KEY", "SUPABASE_SECRET_KEY"];

/** What goes into a header as it is. A line end in the middle of one would fail each request, and not the start. */
const Key = z.string().regex(/^[\x21-\x7e]+$/, "has to be one line of letters, digits and signs, without spaces");

const Env = z.object({
  PORT: z.coerce.number().int().min(0).max(65535).default(3001),
  HOST: z.string().default("0.0.0.0"),
  REDIS_URL: z.url({ protocol: /^rediss?$/ }),
  /** Put into the address: so it can be a secret of its own, which Redis reads, too. */
  REDIS_PASSWORD: z.string().min(1).optional(),
  SUPABASE_URL: z.url({ protocol: /^https?$/ }),
  SUPABASE_PUBLISHABLE_KEY: Key,
  SUPABASE_SECRET_KEY: Key,
  /** A PDF that becomes the public sample; without it there is none. */
  SAMPLE_BOOK: z.string().optional(),
  /** Where browsers see us, e.g. https://flipdocs.example; without it the request's own host is trusted. */
  PUBLIC_ORIGIN: z.url({ protocol: /^https?$/ }).optional(),
  /** What runs, as metrics name it. */
  FLIPDOCS_RELEASE: z.string().min(1).default("flipdocs"),
  /** How long, after SIGTERM, requests are still served so that proxies notice. */
  DRAIN_SECONDS: z.coerce.number().min(0).default(5),
  /** How long what is in flight then may take: with the above less than Compose waits before it kills. */
  FINISH_SECONDS: z.coerce.number().min(0).default(20),
  /** How long a page waits for its rows: longer for a Supabase on another continent. Without them it says so. */
  SUPABASE_SECONDS: z.coerce.number().min(0.1).default(1.25),
  /** How many books a person may have, and how many gigabytes their PDFs may be together. */
  QUOTA_BOOKS: z.coerce.number().int().min(1).max(1_000_000).default(200),
  QUOTA_GB: z.coerce.number().positive().max(1_000_000).default(5),
  /** A job whose worker has been silent for so long is taken up by another. */
  JOB_LOCK_SECONDS: z.coerce.number().min(1).default(15),
  ...tracingVariables,
});

/** What the API reads from its environment, checked. */
export type Env = Omit<z.infer<typeof Env>, "REDIS_PASSWORD">;

/**
 * Checks the environment once, at boot. An empty variable counts as missing, since Compose passes those.
 *
 * @param variables as in `process.env`
 * @returns the checked environment, defaults filled in
 * @throws Error naming every variable that is missing or wrong, never a value
 */
export function readEnv(variables: Record<string, string | undefined>): Env {
  const given = withSecretFiles(variables, SECRETS);
  const set = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ""));
  const parsed = Env.safeParse(set);
  if (parsed.success) return withPassword(parsed.data);
  const problems = parsed.error.issues.map((issue) => `  ${issue.path.join(".")}: ${issue.message}`);
  throw new Error(`The API cannot start: its environment is wrong.\n${problems.join("\n")}`);
}

function withPassword({ REDIS_PASSWORD, ...env }: z.infer<typeof Env>): Env {
  if (REDIS_PASSWORD === undefined) return env;
  const url = new URL(env.REDIS_URL);
  url.password = encodeURIComponent(REDIS_PASSWORD);
  return { ...env, REDIS_URL: url.href };
}

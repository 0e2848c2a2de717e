import { z } from "zod";

const key = (prefix: string) =>
  z.string().min(16).startsWith(prefix, `must start with "${prefix}", as Supabase's own keys do`);

const Env = z.object({
  PORT: z.coerce.number().int().min(0).max(65535).default(54321),
  HOST: z.string().default("0.0.0.0"),
  SUPABASE_PUBLISHABLE_KEY: key("sb_publishable_"),
  SUPABASE_SECRET_KEY: key("sb_secret_"),
  /** Where browsers see the site: the links in mails lead there. */
  SITE_URL: z
    .url({ protocol: /^https?$/ })
    .transform((url) => url.replace(/\/+$/, ""))
    .default("http://localhost:8080"),
  DATA_DIR: z.string().min(1).optional(),
});

/** What the local Supabase reads from its environment. Without `DATA_DIR` it forgets everything when it stops. */
export type LocalEnv = z.infer<typeof Env>;

/**
 * Checks the environment once, at boot.
 *
 * @param env the variables, as in `process.env`
 * @returns the checked variables, defaults filled in
 * @throws Error naming every variable that is missing or wrong, never their values
 */
export function readLocalEnv(env: Record<string, string | undefined>): LocalEnv {
  const parsed = Env.safeParse(env);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `  ${issue.path.join(".")}: ${issue.message}`);
  throw new Error(`The local Supabase cannot start: its environment is wrong.\n${problems.join("\n")}`);
}

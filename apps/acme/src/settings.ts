import { z } from "zod";
import { readNames } from "./names.ts";

const LETS_ENCRYPT = "https://acme-v02.api.letsencrypt.org/directory";

const DAY = 24 * 60 * 60;

/** A timer of more than 24 days ends at once: nothing is paused for longer than a day, or for less than a second. */
const seconds = (fallback: number) =>
  z.coerce
    .number()
    .min(1)
    .default(fallback)
    .transform((count) => Math.min(count, DAY) * 1000);

const Settings = z.object({
  ACME_DOMAINS: z.string().default("").transform(namesOrIssue),
  ACME_EMAIL: z.email("it is no e-mail address").optional(),
  ACME_SERVER: z.url({ protocol: /^https$/, error: "it is no https address" }).default(LETS_ENCRYPT),
  ACME_CA_FILE: z.string().optional(),
  ACME_PROXY: z
    .string()
    .regex(/^[\w.-]+:\d+$/, "it is no name with a port")
    .optional(),
  ACME_CHECK_SECONDS: seconds(3600),
  ACME_RETRY_SECONDS: seconds(300),
});

function namesOrIssue(text: string, context: z.RefinementCtx): string[] {
  try {
    return readNames(text);
  } catch (error) {
    context.addIssue({ code: "custom", message: (error as Error).message });
    return z.NEVER;
  }
}

/** What is wanted; all times in milliseconds. */
export interface Settings {
  /** As certificates have them; none: self-signed for good. */
  names: readonly string[];
  /** Whom the authority may write to. */
  email: string | undefined;
  /** The authority's directory. */
  server: string;
  /** Who vouches for the authority, where the public ones do not. */
  caFile: string | undefined;
  /** Who hands on the authority's questions, as in `proxy:8080`; unknown: it is there. */
  proxy: string | undefined;
  /** How often to look. */
  check: number;
  /** The first pause after an attempt. */
  retry: number;
  /** Why nothing is asked of the authority, in one sentence. */
  refusal?: string;
}

/**
 * Reads what is wanted from the environment. What is wrong with it is no reason to leave a site without TLS: then
 * there are no names, and a refusal to be logged.
 *
 * @param variables as in `process.env`; an empty one counts as missing, since Compose passes those
 * @returns the settings
 */
export function readSettings(variables: Record<string, string | undefined>): Settings {
  const parsed = Settings.safeParse(given(variables));
  if (parsed.success) return settings(parsed.data);
  const problems = parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
  return { ...settings(Settings.parse({})), refusal: `${problems.join("; ")}.` };
}

const given = (variables: Record<string, string | undefined>): Record<string, string | undefined> =>
  Object.fromEntries(
    Object.entries(variables).flatMap(([name, value]) => (value?.trim() ? [[name, value.trim()]] : [])),
  );

const settings = (env: z.infer<typeof Settings>): Settings => ({
  names: env.ACME_DOMAINS,
  email: env.ACME_EMAIL,
  server: env.ACME_SERVER,
  caFile: env.ACME_CA_FILE,
  proxy: env.ACME_PROXY,
  check: env.ACME_CHECK_SECONDS,
  retry: env.ACME_RETRY_SECONDS,
});

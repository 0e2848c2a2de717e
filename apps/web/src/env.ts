import { tracingVariables } from "@flipdocs/tracing";
import { z } from "zod";

const Environment = z.object({
  /** Where server components reach the API, e.g. `http://api:3001`. */
  API_URL: z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, "")),
  /** Where the source and its documentation are read, for the landing page to say; Compose passes on what is not set as empty. */
  SOURCE_URL: z.preprocess((value) => value || undefined, z.url({ protocol: /^https$/ }).optional()),
  /** Where Prometheus finds this replica's metrics, on a port that no visitor reaches; without one there are none. */
  METRICS_PORT: z.coerce.number().int().min(1).max(65535).optional(),
  /** What runs, as metrics name it. */
  FLIPDOCS_RELEASE: z.string().default("flipdocs"),
  ...tracingVariables,
});
export type Environment = z.infer<typeof Environment>;

/**
 * Reads the server's environment. An empty variable counts as missing, since Compose passes those.
 *
 * @param variables - the environment to read, usually `process.env`
 * @returns the checked values
 * @throws when a variable is missing or wrong: the message names each one and shows an example
 */
export function readEnvironment(variables: Record<string, string | undefined>): Environment {
  const set = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ""));
  const result = Environment.safeParse(set);
  if (result.success) return result.data;
  const reasons = result.error.issues.map((issue) => `  ${issue.path.join(".")}: ${issue.message}`);
  throw new Error(
    `The web server cannot start: its environment is not complete.\n${reasons.join("\n")}\nSet it, for example: API_URL=http://api:3001`,
  );
}

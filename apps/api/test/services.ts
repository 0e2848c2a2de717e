const NEEDED = ["REDIS_URL", "SUPABASE_URL", "SUPABASE_PUBLISHABLE_KEY", "SUPABASE_SECRET_KEY"] as const;

type Needed = Record<(typeof NEEDED)[number], string>;

/**
 * The services that the integration tests run against, from the environment. Files that run at once have a database of
 * Redis' each: whoever waits for a job there would take another's.
 *
 * @returns their addresses and keys
 * @throws Error that names what is missing and how to give it
 */
export function givenServices(): Needed {
  const given = NEEDED.map((name) => [name, process.env[name]] as const);
  const missing = given.filter(([, value]) => !value).map(([name]) => name);
  if (missing.length === 0) return withDatabase(Object.fromEntries(given) as Needed);
  throw new Error(
    `The integration tests need ${missing.join(", ")} in the environment: a Redis, and the local Supabase ` +
      "(`bun run --cwd packages/supabase dev`) with the keys it was started with.",
  );
}

function withDatabase(services: Needed): Needed {
  const url = new URL(services.REDIS_URL);
  url.pathname = `/${process.env.VITEST_POOL_ID ?? 0}`;
  return { ...services, REDIS_URL: url.href };
}

import { type Container, dag, type File, type Service } from "@dagger.io/dagger";
import { images } from "./images.js";
import { localKeys } from "./local-keys.js";
import { readable } from "./readable.js";

/** The images of a stack; `sample` is the book that it shows to everybody. */
export interface StackImages {
  web: Container;
  api: Container;
  proxy: Container;
  supabase: Container;
  sample: File;
}

/** Redis, empty. Equal services are one service: `user` keeps the tests' jobs away from the stack's workers. */
function redis(user: string): Service {
  return dag
    .container()
    .from(images.redis)
    .withEnvVariable("USED_BY", user)
    .withExposedPort(6379)
    .asService({ args: ["redis-server", "--save", ""] });
}

/** The local Supabase, empty, of one user. */
function database(supabase: Container, user: string): Service {
  return withKeys(supabase).withEnvVariable("USED_BY", user).withMountedTemp("/tmp").asService();
}

/** The keys of the local Supabase, for what serves and what asks. */
function withKeys(container: Container): Container {
  return container
    .withEnvVariable("SUPABASE_PUBLISHABLE_KEY", localKeys.publishable)
    .withEnvVariable("SUPABASE_SECRET_KEY", localKeys.secret);
}

/** A container beside a Redis and a local Supabase of its own, with the addresses and keys that the API wants. */
export function besideData(container: Container, supabase: Container, user: string): Container {
  return withKeys(container)
    .withServiceBinding("redis", redis(user))
    .withServiceBinding("supabase", database(supabase, user))
    .withEnvVariable("REDIS_URL", "redis://redis:6379")
    .withEnvVariable("SUPABASE_URL", "http://supabase:54321");
}

/** A container that can read the mails which the stack's own Supabase has kept instead of sending them. */
export function withMails(container: Container, supabase: Container): Container {
  return withKeys(container)
    .withServiceBinding("supabase", database(supabase, "stack"))
    .withEnvVariable("SUPABASE_URL", "http://supabase:54321");
}

/** The production stack: proxy in front, web, API, Redis and the local Supabase behind. */
export function stack({ web, api, proxy, supabase, sample }: StackImages): Service {
  const apiService = besideData(api, supabase, "stack")
    .withMountedFile("/books/sample.pdf", readable(dag.container().from(images.node), sample))
    .withEnvVariable("SAMPLE_BOOK", "/books/sample.pdf")
    // This Supabase shares the processors with all others here: on a busy machine it is late, and not away.
    .withEnvVariable("SUPABASE_SECONDS", "10")
    .asService();
  const webService = web
    .withServiceBinding("api", apiService)
    .withEnvVariable("API_URL", "http://api:3001")
    .asService();
  return proxy
    .withServiceBinding("api", apiService)
    .withServiceBinding("web", webService)
    .asService({ useEntrypoint: true });
}

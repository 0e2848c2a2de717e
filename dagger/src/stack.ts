import { type Container, dag, type File, type Service } from "@dagger.io/dagger";
import { images } from "./images.js";
import { localKeys } from "./supabase.js";

/** The images of a stack; `sample` is the book that it shows to everybody. */
export interface StackImages {
  web: Container;
  api: Container;
  proxy: Container;
  supabase: Container;
  sample: File;
}

/** Redis, empty, for one stack or one run of tests. */
export function redis(): Service {
  return dag
    .container()
    .from(images.redis)
    .withExposedPort(6379)
    .asService({ args: ["redis-server", "--save", ""] });
}

/** The local Supabase, empty. */
export function database(supabase: Container): Service {
  return withKeys(supabase).withMountedTemp("/tmp").asService();
}

/** The keys of the local Supabase, for what serves and what asks. */
export function withKeys(container: Container): Container {
  return container
    .withEnvVariable("SUPABASE_PUBLISHABLE_KEY", localKeys.publishable)
    .withEnvVariable("SUPABASE_SECRET_KEY", localKeys.secret);
}

/** A container beside Redis and the local Supabase, with the addresses and keys that the API wants. */
export function besideData(container: Container, supabase: Container): Container {
  return withKeys(container)
    .withServiceBinding("redis", redis())
    .withServiceBinding("supabase", database(supabase))
    .withEnvVariable("REDIS_URL", "redis://redis:6379")
    .withEnvVariable("SUPABASE_URL", "http://supabase:54321");
}

/** The production stack: proxy in front, web, API, Redis and the local Supabase behind. */
export function stack({ web, api, proxy, supabase, sample }: StackImages): Service {
  const apiService = besideData(api, supabase)
    .withMountedFile("/books/sample.pdf", sample)
    .withEnvVariable("SAMPLE_BOOK", "/books/sample.pdf")
    .asService();
  const webService = web
    .withServiceBinding("api", apiService)
    .withEnvVariable("API_URL", "http://api:3001")
    .asService();
  return proxy.withServiceBinding("api", apiService).withServiceBinding("web", webService).asService();
}

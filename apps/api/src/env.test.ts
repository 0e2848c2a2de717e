import { Redis } from "ioredis";
import { expect, test } from "vitest";
import { readEnv } from "./env.ts";

const GIVEN = {
  REDIS_URL: "redis://:hunter2@redis:6379",
  SUPABASE_URL: "http://supabase:54321",
  SUPABASE_PUBLISHABLE_KEY: "sb_publishable_key",
  SUPABASE_SECRET_KEY: "sb_secret_key",
};

test("fills in what was not given, and takes an empty variable for not given", () => {
  expect(readEnv({ ...GIVEN, PORT: "", SAMPLE_BOOK: "" })).toEqual({
    ...GIVEN,
    PORT: 3001,
    FLIPDOCS_RELEASE: "flipdocs",
    HOST: "0.0.0.0",
    DRAIN_SECONDS: 5,
    FINISH_SECONDS: 20,
    SUPABASE_SECONDS: 1.25,
    QUOTA_BOOKS: 200,
    QUOTA_GB: 5,
    JOB_LOCK_SECONDS: 15,
    OTEL_TRACES_SAMPLER_ARG: 1,
  });
});

test("names everything that is wrong at once, and no value", () => {
  const boot = () => readEnv({ ...GIVEN, REDIS_URL: "hunter2", SUPABASE_SECRET_KEY: undefined, PORT: "http" });
  expect(boot).toThrow(/PORT: .*\n.*REDIS_URL: .*\n.*SUPABASE_SECRET_KEY: /);
  expect(boot).not.toThrow(/hunter2/);
});

test.each(["sb_hunter2\nsb_other", "sb_hunter2\r", "sb hunter2", "\u0001hunter2", "hünter2", " hunter2"])(
  "a key that no header can have is an error at start, and not of each request: %j",
  (key) => {
    const boot = () => readEnv({ ...GIVEN, SUPABASE_SECRET_KEY: key });
    expect(boot).toThrow(/SUPABASE_SECRET_KEY: has to be one line/);
    expect(boot).not.toThrow(/unter2/);
  },
);

test("puts a password of its own into the address of Redis", () => {
  const { REDIS_URL } = readEnv({ ...GIVEN, REDIS_URL: "redis://redis:6379", REDIS_PASSWORD: "a/b?c%d" });
  expect(REDIS_URL).toBe("redis://:a%2Fb%3Fc%25d@redis:6379");
});

test("whatever is in the password, the client reads it out of the address", () => {
  const password = " a b\"'\\#$%:@/?&+ü密\n~";
  const { REDIS_URL } = readEnv({ ...GIVEN, REDIS_URL: "redis://redis:6379", REDIS_PASSWORD: password });
  const redis = new Redis(REDIS_URL, { lazyConnect: true });
  expect(redis.options).toMatchObject({ host: "redis", port: 6379, password });
});

import { expect, test } from "vitest";
import { readLocalEnv } from "./env.ts";

const KEYS = {
  SUPABASE_PUBLISHABLE_KEY: "sb_publishable_0123456789",
  SUPABASE_SECRET_KEY: "sb_secret_0123456789",
};

test("listens where Supabase's own CLI does, and remembers nothing, unless told", () => {
  expect(readLocalEnv(KEYS)).toMatchObject({ PORT: 54321, HOST: "0.0.0.0" });
  expect(readLocalEnv(KEYS).DATA_DIR).toBeUndefined();
});

test("names every variable that is wrong, and never its value", () => {
  const wrong = () => readLocalEnv({ SUPABASE_PUBLISHABLE_KEY: "my-own-key-of-some-length", PORT: "abc" });
  expect(wrong).toThrow(
    /PORT: .*\n.*SUPABASE_PUBLISHABLE_KEY: must start with "sb_publishable_".*\n.*SUPABASE_SECRET_KEY/,
  );
  expect(wrong).not.toThrow(/my-own-key/);
});

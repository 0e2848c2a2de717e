import { createClient } from "@supabase/supabase-js";
import type { Supabase } from "./database.ts";
import { type LocalSupabase, startLocalSupabase } from "./local/supabase.ts";

export const KEYS = { publishableKey: "sb_publishable_for_tests_only", secretKey: "sb_secret_for_tests_only" };

/** A signed-up person and the client that acts for them. */
export type Person = { id: string; client: Supabase };

/** A Supabase in this process, for tests, and the people in it. */
export type TestSupabase = {
  supabase: LocalSupabase;
  anybody: Supabase;
  service: Supabase;
  signUp: (name: string) => Promise<Person>;
};

/**
 * Starts a Supabase that lives in memory and in this process: no port, no network.
 *
 * @returns it, with a client for anybody, one for the service, and a way to sign people up
 */
export async function startTestSupabase(): Promise<TestSupabase> {
  const supabase = await startLocalSupabase(KEYS);
  // Bun's fetch can also preconnect, which nothing here does.
  const fetch = Object.assign(
    (input: string | URL | Request, init?: RequestInit) =>
      supabase.fetch(input instanceof Request ? new Request(input, init) : new Request(String(input), init)),
    { preconnect: () => undefined },
  );
  const connect = (key: string): Supabase =>
    createClient("http://supabase.test", key, {
      auth: { persistSession: false, autoRefreshToken: false },
      global: { fetch },
    });
  const signUp = async (name: string): Promise<Person> => {
    const client = connect(KEYS.publishableKey);
    const { data, error } = await client.auth.signUp({
      email: `${name}@flipdocs.test`,
      password: "a long password",
    });
    if (!data.user) throw new Error(`${name} could not be signed up`, { cause: error });
    return { id: data.user.id, client };
  };
  return { supabase, anybody: connect(KEYS.publishableKey), service: connect(KEYS.secretKey), signUp };
}

/**
 * Makes a book of one page, with its image, as the API would.
 *
 * @param service acts with the secret key
 * @param owner the owner's id
 * @param visibility who may read it
 * @returns the book's id and the path of its image
 */
export async function makeBook(service: Supabase, owner: string, visibility: "private" | "public") {
  const { data } = await service
    .from("books")
    .insert({ title: "A book", owner, visibility, status: "ready", page_count: 1 })
    .select("id")
    .single()
    .throwOnError();
  const page = { number: 1, width: 1200, height: 1600, digest: "d", content: "Turning pages" };
  const words = [{ text: "Turning", x: 0, y: 0, width: 0.1, height: 0.1 }];
  await service
    .from("pages")
    .insert({ ...page, book_id: data.id, words })
    .throwOnError();
  const image = `${owner}/${data.id}/1.jpg`;
  await service.storage.from("pages").upload(image, new Uint8Array([0xff, 0xd8]), { contentType: "image/jpeg" });
  return { id: data.id, image };
}

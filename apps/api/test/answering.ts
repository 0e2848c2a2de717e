import type { Supabase } from "@flipdocs/supabase";

type Answer = { data?: unknown; error?: unknown; status?: number };

/**
 * A Supabase that gives one answer after the other, whatever it is asked; without one left, nothing.
 *
 * @param answers in the order in which they are given
 * @returns it, and what it was asked, as it is written in the code: `from("books").select("id")`
 */
export function answering(...answers: readonly Answer[]): { supabase: Supabase; asked: string[] } {
  const left = [...answers];
  const asked: string[] = [];
  const question = (words: string): unknown =>
    new Proxy(() => undefined, {
      get: (_, name) =>
        name === "then"
          ? (tell?: (answer: Answer) => void) => {
              asked.push(words);
              tell?.({ data: null, error: null, ...left.shift() });
            }
          : question(words ? `${words}.${String(name)}` : String(name)),
      apply: (_, __, given) => question(`${words}(${given.map((one) => JSON.stringify(one)).join(", ")})`),
    });
  // Only what is asked is there.
  return { supabase: question("") as Supabase, asked };
}
